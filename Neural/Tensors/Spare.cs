namespace MctsAspire.Neural.Tensors;

/// <summary>
/// How much more than needed is allocated for what every batch uses again. Batches of texts differ by a few per cent in their tokens: without
/// room to spare each one that is longer than all before it would leave a whole step's memory to the garbage collector.
/// </summary>
internal static class Spare
{
    /// <summary>The share, as a divisor.</summary>
    public const int Divisor = 16;

    /// <summary>Room for so many values and some to spare; what is in it is what happens to be in memory.</summary>
    public static float[] Allocate(int count) => GC.AllocateUninitializedArray<float>((int)Math.Min(count + ((long)count / Divisor), Math.Max(count, Array.MaxLength)));
}
