using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with its value.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> LowerCaseKey = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");
        private static readonly SearchValues<char> UpperCase = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>An entry with bytes.</summary>
        /// <param name="key">Letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, ending in <c>-bin</c>; it is lowered.</param>
        /// <param name="valueBytes">The bytes; they are copied.</param>
        /// <exception cref="ArgumentException">The key is not valid.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = Normalize(key);
            if (!IsBinaryKey(Key))
                throw new ArgumentException($"The key '{Key}' of a binary value must end in '{BinaryHeaderSuffix}'.", nameof(key));
            _bytes = [.. valueBytes];
        }

        /// <summary>An entry with a text.</summary>
        /// <param name="key">Letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, not ending in <c>-bin</c>; it is lowered.</param>
        /// <param name="value">Printable ASCII.</param>
        /// <exception cref="ArgumentException">The key is not valid.</exception>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = Normalize(key);
            if (IsBinaryKey(Key))
                throw new ArgumentException($"The key '{Key}' is for binary values; give bytes, or drop '{BinaryHeaderSuffix}'.", nameof(key));
            _text = value;
        }

        private Entry(string key, string? text, byte[]? bytes)
        {
            Key = key;
            _text = text;
            _bytes = bytes;
        }

        /// <summary>The key, in lower case.</summary>
        public string Key { get; }

        /// <summary>True: the value is bytes.</summary>
        public bool IsBinary => _text is null;

        /// <summary>A copy of the bytes; of a text, its ASCII bytes.</summary>
        public byte[] ValueBytes => _text is null ? [.. _bytes!] : Encoding.ASCII.GetBytes(_text);

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The value is bytes.</exception>
        public string Value => _text ?? throw new InvalidOperationException($"The value of '{Key}' is binary; read ValueBytes.");

        internal ReadOnlySpan<byte> Bytes => _bytes;

        /// <summary>The entry as one line.</summary>
        public override string ToString() => IsBinary ? $"[Entry: key={Key}, valueBytes={_bytes!.Length} bytes]" : $"[Entry: key={Key}, value={_text}]";

        // For values off the wire: the array is handed over, and keys were checked by the HTTP layer.
        internal static Entry FromWire(string key, byte[] bytes) => new(key.ToLowerInvariant(), null, bytes);

        internal static Entry FromWire(string key, string text) => new(key.ToLowerInvariant(), text, null);

        internal static bool IsBinaryKey(string key) => key.EndsWith(BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase);

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

        private static string Normalize(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            if (!key.AsSpan().ContainsAnyExcept(LowerCaseKey))
                return key;
            foreach (var c in key)
            {
                if (!LowerCaseKey.Contains(c) && !UpperCase.Contains(c))
                    throw new ArgumentException($"The metadata key '{key}' may hold letters, digits, '_', '-' and '.' only.", nameof(key));
            }

            return key.ToLowerInvariant();
        }
    }
}
