using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Tests.Inference;

/// <summary>Weights for tests: random, the same for the same seed, of the size that training gives them.</summary>
internal static class RandomNetworks
{
    public static ModelWeights Gru(GruConfig config, int seed = 1)
    {
        var (weights, random, range) = (new ModelWeights(), new Random(seed), 1 / MathF.Sqrt(config.HiddenSize));
        for (var layer = 0; layer < config.Layers; layer++)
        {
            Add(weights, random, $"gru.weight_ih_l{layer}", range, 3 * config.HiddenSize, layer == 0 ? config.InputSize : config.HiddenSize);
            Add(weights, random, $"gru.weight_hh_l{layer}", range, 3 * config.HiddenSize, config.HiddenSize);
            Add(weights, random, $"gru.bias_ih_l{layer}", range, 3 * config.HiddenSize);
            Add(weights, random, $"gru.bias_hh_l{layer}", range, 3 * config.HiddenSize);
        }

        Linear(weights, random, "fc", config.HiddenSize, config.Classes);
        return weights;
    }

    public static ModelWeights Bert(BertConfig config, int seed = 1)
    {
        var (weights, random, size) = (new ModelWeights(), new Random(seed), config.HiddenSize);
        Add(weights, random, "bert.embeddings.word_embeddings.weight", 1, config.VocabSize, size);
        Add(weights, random, "bert.embeddings.position_embeddings.weight", 1, config.MaxPositionEmbeddings, size);
        Add(weights, random, "bert.embeddings.token_type_embeddings.weight", 1, config.TypeVocabSize, size);
        Norm(weights, random, "bert.embeddings.LayerNorm", size);
        for (var layer = 0; layer < config.NumHiddenLayers; layer++)
        {
            var name = $"bert.encoder.layer.{layer}";
            foreach (var part in (string[])["query", "key", "value"])
                Linear(weights, random, $"{name}.attention.self.{part}", size, size);
            Linear(weights, random, $"{name}.attention.output.dense", size, size);
            Norm(weights, random, $"{name}.attention.output.LayerNorm", size);
            Linear(weights, random, $"{name}.intermediate.dense", size, config.IntermediateSize);
            Linear(weights, random, $"{name}.output.dense", config.IntermediateSize, size);
            Norm(weights, random, $"{name}.output.LayerNorm", size);
        }

        Linear(weights, random, "bert.pooler.dense", size, size);
        Linear(weights, random, "classifier", size, config.Classes);
        return weights;
    }

    private static void Linear(ModelWeights weights, Random random, string name, int inputs, int outputs)
    {
        Add(weights, random, $"{name}.weight", 1.7f / MathF.Sqrt(inputs), outputs, inputs);
        Add(weights, random, $"{name}.bias", 0.1f, outputs);
    }

    private static void Norm(ModelWeights weights, Random random, string name, int size)
    {
        weights.Add($"{name}.weight", [size], [.. Values(random, size, 0.2f).Select(value => 1 + value)]);
        Add(weights, random, $"{name}.bias", 0.1f, size);
    }

    private static void Add(ModelWeights weights, Random random, string name, float range, params int[] shape) =>
        weights.Add(name, shape, Values(random, shape.Aggregate(1, (a, b) => a * b), range));

    private static float[] Values(Random random, int count, float range)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
            value = ((random.NextSingle() * 2) - 1) * range;
        return values;
    }
}
