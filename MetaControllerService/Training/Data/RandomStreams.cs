using MctsAspire.Neural.Tensors;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>Random numbers by purpose: those of one don't hang on how many another one drew.</summary>
internal static class RandomStreams
{
    /// <summary>The seed of a stream, from which <see cref="SeededRandom"/> draws.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">What the numbers are for.</param>
    /// <param name="number">The number among several of that kind, such as the epoch.</param>
    public static ulong SeedOf(long seed, RandomStream stream, int number = 0) =>
        new SeededRandom((ulong)seed, ((ulong)stream << 32) + (uint)number).NextBits();

    /// <summary>The numbers of a stream, from their beginning.</summary>
    public static SeededRandom Open(long seed, RandomStream stream, int number = 0) => new(SeedOf(seed, stream, number));

    /// <summary>The numbers from 0 below <paramref name="count"/> in a random order.</summary>
    public static int[] Permutation(this SeededRandom random, int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order.AsSpan());
        return order;
    }
}
