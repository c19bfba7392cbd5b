using MctsAspire.Neural.Kernels;

namespace MctsAspire.Neural.Tests.Kernels;

/// <summary>The sets of kernels that this machine can run, for theories; the portable one runs everywhere.</summary>
internal static class Sets
{
    /// <summary>Numbers of the sets: an index into <see cref="KernelSet.Supported"/>.</summary>
    public static TheoryData<int> All => [.. Enumerable.Range(0, KernelSet.Supported().Count)];

    public static KernelSet Get(int index) => KernelSet.Supported()[index];

    /// <summary>Values between -1 and 1, the same for the same seed.</summary>
    public static float[] Values(int length, int seed)
    {
        var random = new Random(seed);
        var values = new float[length];
        foreach (ref var value in values.AsSpan())
            value = (random.NextSingle() * 2) - 1;
        return values;
    }
}
