using System.Runtime.CompilerServices;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// The generator of one shard: xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", 2016),
/// small enough to live in a register during a playout. Its seed is drawn by SplitMix64 from the search's seed and the shard.
/// </summary>
internal struct Xorshift
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private ulong _state;

    /// <summary>Starts the sequence of one stream of a search: a shard, or one of its batches of verification.</summary>
    public Xorshift(long seed, long stream)
    {
        // The seed is mixed before the stream joins it, so that (seed, stream + 1) and (seed + 1, stream) share nothing.
        var mixed = Mix((ulong)seed + Golden) ^ ((ulong)stream * Golden);
        _state = Mix(mixed + Golden);
        if (_state == 0)
            _state = Golden;
    }

    /// <summary>64 random bits; the upper ones are the best.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextBits()
    {
        var x = _state;
        x ^= x >> 12;
        x ^= x << 25;
        x ^= x >> 27;
        _state = x;
        return x * 0x2545_F491_4F6C_DD1D;
    }

    /// <summary>A number in [0, <paramref name="bound"/>). No number is more likely than another by more than bound/2^32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextBelow(int bound) => (int)(((NextBits() >> 32) * (uint)bound) >> 32);

    /// <summary>A number in [0,1) with 53 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
