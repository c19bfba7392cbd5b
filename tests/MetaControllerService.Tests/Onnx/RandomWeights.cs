using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Tests.Onnx;

/// <summary>Weights drawn at random, with nothing left at a value (0, 1) that could hide a mix-up.</summary>
internal sealed class RandomWeights(int seed)
{
    private readonly Random _random = new(seed);
    private readonly ModelWeights _weights = new();

    public static ModelWeights Gru(GruConfig config, int seed)
    {
        var random = new RandomWeights(seed);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            random.Add($"gru.weight_ih_l{layer}", 3 * config.HiddenSize, layer == 0 ? config.InputSize : config.HiddenSize);
            random.Add($"gru.weight_hh_l{layer}", 3 * config.HiddenSize, config.HiddenSize);
            random.Add($"gru.bias_ih_l{layer}", 3 * config.HiddenSize);
            random.Add($"gru.bias_hh_l{layer}", 3 * config.HiddenSize);
        }

        random.AddLinear("fc", config.Classes, config.HiddenSize);
        return random._weights;
    }

    public static ModelWeights Bert(BertConfig config, int seed)
    {
        var random = new RandomWeights(seed);
        var size = config.HiddenSize;
        random.Add("bert.embeddings.word_embeddings.weight", config.VocabSize, size);
        random.Add("bert.embeddings.position_embeddings.weight", config.MaxPositionEmbeddings, size);
        random.Add("bert.embeddings.token_type_embeddings.weight", config.TypeVocabSize, size);
        random.AddNormalization("bert.embeddings.LayerNorm", size);
        for (var layer = 0; layer < config.NumHiddenLayers; layer++)
        {
            var name = $"bert.encoder.layer.{layer}";
            foreach (var part in new[] { "query", "key", "value" })
                random.AddLinear($"{name}.attention.self.{part}", size, size);
            random.AddLinear($"{name}.attention.output.dense", size, size);
            random.AddNormalization($"{name}.attention.output.LayerNorm", size);
            random.AddLinear($"{name}.intermediate.dense", config.IntermediateSize, size);
            random.AddLinear($"{name}.output.dense", size, config.IntermediateSize);
            random.AddNormalization($"{name}.output.LayerNorm", size);
        }

        random.AddLinear("bert.pooler.dense", size, size);
        random.AddLinear("classifier", config.Classes, size);
        return random._weights;
    }

    private void AddLinear(string name, int outputs, int inputs)
    {
        Add($"{name}.weight", outputs, inputs);
        Add($"{name}.bias", outputs);
    }

    private void AddNormalization(string name, int size)
    {
        Add($"{name}.weight", 0.5f, 1.5f, size);
        Add($"{name}.bias", size);
    }

    // Wide enough that classes come out clearly apart.
    private void Add(string name, params int[] shape) => Add(name, -2 / MathF.Sqrt(shape[^1]), 2 / MathF.Sqrt(shape[^1]), shape);

    private void Add(string name, float least, float most, params int[] shape)
    {
        var values = new float[shape.Aggregate(1, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = least + (_random.NextSingle() * (most - least));
        _weights.Add(name, shape, values);
    }
}
