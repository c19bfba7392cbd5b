using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>
/// All keys at one moment; it never changes. A key is looked up by the first eight bytes of its SHA-256 hash, and the whole hash is then compared in a time that does not depend on
/// where it differs. How long the look-up takes tells at most something about those eight bytes: of a hash, which nobody can choose key by key towards a goal, and whose beginning does not lead
/// to a key of 256 random bits.
/// </summary>
internal sealed class KeySnapshot
{
    public static readonly KeySnapshot Empty = new([]);

    private const int StackBytes = 512;

    private readonly FrozenDictionary<ulong, KeyEntry> _byHash;

    /// <param name="entries">The keys, in the order in which lists show them; of two with the same hash the first counts.</param>
    public KeySnapshot(IReadOnlyList<KeyEntry> entries)
    {
        Entries = entries;
        var byHash = new Dictionary<ulong, KeyEntry>();
        foreach (var entry in entries.Reverse())
        {
            var prefix = Prefix(entry.Hash);
            byHash[prefix] = byHash.TryGetValue(prefix, out var other) ? new KeyEntry(entry.Key, entry.Use, entry.Variable) { Next = other } : entry;
        }

        _byHash = byHash.ToFrozenDictionary();
    }

    public IReadOnlyList<KeyEntry> Entries { get; }

    public KeyMatch Find(ReadOnlySpan<char> key, DateTimeOffset now)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        if (!_byHash.TryGetValue(Prefix(hash), out var found))
            return default;
        for (var entry = found; entry is not null; entry = entry.Next)
        {
            if (CryptographicOperations.FixedTimeEquals(entry.Hash, hash))
                return new KeyMatch(entry.StateAt(now), entry);
        }

        return default;
    }

    /// <summary>The SHA-256 hash of a key's UTF-8 bytes.</summary>
    public static void Hash(ReadOnlySpan<char> key, Span<byte> hash)
    {
        var size = Encoding.UTF8.GetMaxByteCount(key.Length);
        var rented = size > StackBytes ? ArrayPool<byte>.Shared.Rent(size) : null;
        var bytes = rented ?? stackalloc byte[StackBytes];
        var used = Encoding.UTF8.GetBytes(key, bytes);
        SHA256.HashData(bytes[..used], hash);
        CryptographicOperations.ZeroMemory(bytes[..used]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private static ulong Prefix(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt64LittleEndian(hash);
}
