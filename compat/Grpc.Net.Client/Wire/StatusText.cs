using System.Buffers;
using System.Text;

namespace Grpc.Net.Client.Wire;

/// <summary>The value of <c>grpc-message</c>: UTF-8, where bytes outside of printable ASCII and the percent sign are written as %XX.</summary>
internal static class StatusText
{
    // What is longer is cut off: a status must fit the header limits of common clients, or it would be lost as a whole.
    private const int MaxEncodedLength = 16 * 1024;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c != '%')]);

    /// <summary>Encodes a text.</summary>
    public static string Encode(string text)
    {
        if (text.Length <= MaxEncodedLength && !text.AsSpan().ContainsAnyExcept(Plain))
            return text;

        var encoded = new StringBuilder(Math.Min(text.Length * 2, MaxEncodedLength));
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && Plain.Contains((char)rune.Value))
            {
                if (encoded.Length >= MaxEncodedLength)
                    break;
                encoded.Append((char)rune.Value);
                continue;
            }

            var length = rune.EncodeToUtf8(utf8);
            if (encoded.Length + (length * 3) > MaxEncodedLength)
                break;
            foreach (var b in utf8[..length])
                encoded.Append('%').Append(ToHex(b >> 4)).Append(ToHex(b & 15));
        }

        return encoded.ToString();
    }

    /// <summary>Decodes a text. What is not a valid %XX stays as it is, and bytes that are not UTF-8 become U+FFFD.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = 0;
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
                {
                    bytes[length++] = (byte)((FromHex(text[i + 1]) << 4) | FromHex(text[i + 2]));
                    i += 2;
                }
                else
                {
                    length += Encoding.UTF8.GetBytes(text.AsSpan(i, 1), bytes.AsSpan(length));
                }
            }

            return Encoding.UTF8.GetString(bytes.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static char ToHex(int nibble) => (char)(nibble < 10 ? '0' + nibble : 'A' + nibble - 10);

    private static int FromHex(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
