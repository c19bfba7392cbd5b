using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>The SHA-256 of a state's canonical form.</summary>
internal readonly record struct StateKey
{
    private readonly ulong _a, _b, _c, _d;

    private StateKey(ReadOnlySpan<ulong> words) => (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);

    /// <summary>The key of the state that has this canonical form.</summary>
    public static StateKey Of(ReadOnlySpan<byte> canonical)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(canonical, hash);
        return new(MemoryMarshal.Cast<byte, ulong>(hash));
    }

    // The hash is uniform already: one word of it serves as the hash code.
    public override int GetHashCode() => _a.GetHashCode();
}
