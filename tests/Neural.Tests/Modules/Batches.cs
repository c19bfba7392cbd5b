using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Tests.Modules;

/// <summary>Small networks and random batches for them.</summary>
internal static class Batches
{
    /// <summary>Two layers of 32 with 4 heads.</summary>
    public static BertConfig SmallBert { get; } = new()
    {
        VocabSize = 30, HiddenSize = 32, NumHiddenLayers = 2, NumAttentionHeads = 4, IntermediateSize = 48, MaxPositionEmbeddings = 16, NumLabels = 3,
    };

    /// <summary>Normally distributed numbers.</summary>
    public static float[] Features(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        var values = new float[count];
        foreach (ref var value in values.AsSpan()) value = (float)random.NextNormal();
        return values;
    }

    /// <summary>Whole numbers below a limit.</summary>
    public static int[] Numbers(int count, int limit, ulong seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(limit))];
    }
}
