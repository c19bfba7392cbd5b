using System.Numerics;

namespace MctsAspire.MctsService.Search;

/// <summary>
/// The generator behind every random choice of one shard: xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom
/// number generators", 2021), whose state is drawn by SplitMix64 (Steele, Lea and Flood, 2014) from the seed and the shard.
/// The same seed and shard give the same numbers on every machine.
/// </summary>
internal sealed class SearchRandom
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private ulong _s0, _s1, _s2, _s3;

    /// <summary>Starts the sequence of one shard of a search.</summary>
    /// <param name="seed">The search's seed.</param>
    /// <param name="shard">The shard, from 0.</param>
    public SearchRandom(long seed, int shard)
    {
        // The seed is hashed before the shard joins it, so that (seed, shard + 1) and (seed + 1, shard) share nothing.
        var state = Derive((ulong)seed, (ulong)shard);
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    internal SearchRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>A seed for part <paramref name="index"/> of what <paramref name="seed"/> stands for.</summary>
    public static ulong Derive(ulong seed, ulong index)
    {
        var hashed = SplitMix64(ref seed) ^ (index * Golden);
        return SplitMix64(ref hashed);
    }

    /// <summary>The next output of SplitMix64.</summary>
    public static ulong SplitMix64(ref ulong state)
    {
        var z = state += Golden;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number in [0,1) with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [0, <paramref name="bound"/>), each with the same probability (Lemire's method with rejection).</summary>
    public int NextBelow(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (ulong)bound;
        var high = Math.BigMul(NextBits(), range, out var low);
        if (low < range)
        {
            var refused = (0UL - range) % range;
            while (low < refused)
                high = Math.BigMul(NextBits(), range, out low);
        }

        return (int)high;
    }

    /// <summary>Puts the items in a random order, each order with the same probability (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
