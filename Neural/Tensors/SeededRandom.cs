namespace MctsAspire.Neural.Tensors;

/// <summary>
/// Random numbers for initial weights, the order of batches and dropout: a pure function of a seed and of how many numbers were drawn, so
/// that a training run can be stopped and goes on with the same bits. The generator is SplitMix64 (Steele, Lea and Flood 2014).
/// </summary>
/// <param name="seed">Any number; the same seed gives the same numbers on every machine.</param>
/// <param name="position">How many numbers have been drawn; 0 at the start.</param>
public sealed class SeededRandom(ulong seed, ulong position = 0)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>The seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>How many numbers have been drawn. With the seed it is the generator's whole state.</summary>
    public ulong Position { get; private set; } = position;

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        var bits = Seed + (++Position * Step);
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>The next number from 0 up to but without 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>The next whole number from 0 up to but without <paramref name="limit"/>.</summary>
    /// <param name="limit">At least 1.</param>
    public int Next(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return (int)Math.BigMul(NextBits(), (ulong)limit, out _);
    }

    /// <summary>The next number of the normal distribution with mean 0 and standard deviation 1 (Box and Muller 1958); it draws two.</summary>
    public double NextNormal()
    {
        // 1 - u is never 0, whose logarithm would be infinite.
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts values in a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var other = Next(i + 1);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }
}
