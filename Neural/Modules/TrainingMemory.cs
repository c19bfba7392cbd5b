using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Modules;

/// <summary>
/// How much memory training takes, from the sizes of the network and of a batch: every value that a forward pass keeps, its gradient, and what
/// operations keep for the backward pass. All results are bytes.
/// </summary>
public static class TrainingMemory
{
    private const int Bytes = sizeof(float);

    // Where the gradient of a linear layer is turned first, see LinearOperation.
    private const int Turned = 512;

    // A weight that is trained has a gradient, two moments and the best value so far; a checkpoint copies all but the gradient, and holds them
    // once more as a file; the copies of the one before may not have been collected yet.
    private const int PerTrained = 4 + 4 + 4 + 4;

    /// <summary>The weights of a GRU.</summary>
    /// <param name="config">The network.</param>
    public static long Weights(GruConfig config)
    {
        long hidden = config.HiddenSize;
        return (3 * hidden * (config.InputSize + hidden + 2)) + ((config.Layers - 1) * 3 * hidden * ((2 * hidden) + 2)) + (config.Classes * (hidden + 1));
    }

    /// <summary>The weights of a BERT classifier, without adaptation.</summary>
    /// <param name="config">The network.</param>
    public static long Weights(BertConfig config)
    {
        long size = config.HiddenSize, wide = config.IntermediateSize;
        var layer = (4 * ((size * size) + size)) + (4 * size) + (2 * size * wide) + wide + size;
        return ((config.VocabSize + config.MaxPositionEmbeddings + config.TypeVocabSize + 2L) * size)
            + (config.NumHiddenLayers * layer) + (size * size) + size + (config.Classes * (size + 1));
    }

    /// <summary>What a GRU under training takes.</summary>
    /// <param name="config">The network.</param>
    /// <param name="batch">Sequences of a step.</param>
    /// <param name="length">States of the longest.</param>
    public static long Of(GruConfig config, int batch, int length)
    {
        long hidden = config.HiddenSize, rows = (long)batch * length;

        // For each state: the gates and the recurrent sums, which become gradients in place, the hidden state with its gradient, and between layers what dropout leaves of it with its.
        var kept = (6 * hidden) + (2 * hidden);
        var between = config.Dropout > 0 ? 2 * hidden : 0;
        var weights = Weights(config);
        // For each sequence: what is carried back through a layer, and the last states with their dropout and gradients.
        var ends = (config.Layers * hidden) + (4 * hidden);
        return Bytes * (WithSpare((rows * ((config.Layers * kept) + ((config.Layers - 1) * between) + (2 * config.InputSize))) + (batch * ends)) + (weights * (1 + PerTrained)));
    }

    /// <summary>What a BERT classifier under training takes.</summary>
    /// <param name="config">The network.</param>
    /// <param name="lora">How it is adapted; null: not at all.</param>
    /// <param name="everything">Whether all weights are trained, not the adaptation and the classifier alone.</param>
    /// <param name="batch">Texts of a step.</param>
    /// <param name="length">Tokens of the longest.</param>
    public static long Of(BertConfig config, LoraConfig? lora, bool everything, int batch, int length)
    {
        var layers = config.NumHiddenLayers;
        var adapted = lora is null ? 0 : Adapted(config, lora);
        var values = (7L * config.HiddenSize) + (layers * LayerValues(config, lora));

        // Frozen embeddings have no gradient, nor has what the first layer makes of them alone.
        var gradients = everything ? values : values - (12L * config.HiddenSize);
        var tokens = (long)batch * length;
        var trained = everything ? Weights(config) + adapted : adapted + ((long)config.Classes * (config.HiddenSize + 1));
        return Bytes * (WithSpare(tokens * (values + gradients + (layers * LayerBuffers(config, lora, everything, length)))) + Weights(config) + adapted + (trained * PerTrained));
    }

    // Values of one token that a layer's operations give.
    private static long LayerValues(BertConfig config, LoraConfig? lora)
    {
        long size = config.HiddenSize, wide = config.IntermediateSize;
        var dropout = config.HiddenDropoutProb > 0 ? 2 * size : 0;
        var plain = (10 * size) + dropout + (2 * wide);
        if (lora is null)
            return plain;

        // Each adapted layer adds what dropout leaves, the low rank, its product and the sum.
        return plain + (Adaptations(lora) * ((lora.Dropout > 0 ? 3 : 2) * size + lora.Rank));
    }

    // Values of one token that a layer's operations keep for the backward pass besides.
    private static long LayerBuffers(BertConfig config, LoraConfig? lora, bool everything, int length)
    {
        long size = config.HiddenSize, wide = config.IntermediateSize;
        var probabilities = (long)config.NumAttentionHeads * length;
        var turned = everything ? (size >= Turned ? 5 * size : 0) + (wide >= Turned ? wide : 0) : 0;
        var turnedAdaptations = lora is not null && size >= Turned ? Adaptations(lora) * size : 0;
        return wide + probabilities + turned + turnedAdaptations;
    }

    private static long WithSpare(long values) => values + (values / Spare.Divisor);

    private static long Adapted(BertConfig config, LoraConfig lora) => config.NumHiddenLayers * Adaptations(lora) * 2L * lora.Rank * config.HiddenSize;

    private static long Adaptations(LoraConfig lora) => lora.TargetModules.Count;
}
