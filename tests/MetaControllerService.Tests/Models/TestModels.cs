using System.Globalization;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Text;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Tests.Models;

/// <summary>Small models whose answers are known, or follow from a seed.</summary>
internal static class TestModels
{
    public static readonly GruConfig Gru = new(HiddenSize: 4);

    public static readonly BertConfig Bert = new()
    {
        VocabSize = 60, HiddenSize = 8, NumHiddenLayers = 1, NumAttentionHeads = 2, IntermediateSize = 16, MaxPositionEmbeddings = 64, NumLabels = 3,
    };

    /// <summary>A GRU that answers with these logits whatever it reads.</summary>
    public static ModelBundle Rnn(float hrm, float trm, float mcts)
    {
        var weights = GruWeights(_ => 0);
        weights.TryGet("fc.bias", out var bias);
        (bias!.Values[0], bias.Values[1], bias.Values[2]) = (hrm, trm, mcts);
        return ModelBundle.Of(Gru, weights);
    }

    /// <summary>A GRU with weights of chance.</summary>
    public static ModelBundle RandomRnn(int seed)
    {
        var random = new Random(seed);
        return ModelBundle.Of(Gru, GruWeights(_ => (random.NextSingle() * 4) - 2));
    }

    /// <summary>A BERT with weights of chance.</summary>
    public static ModelBundle RandomBert(int seed) => ModelBundle.Of(Bert, new WordPieceTokenizer(Words), BertWeights(seed));

    /// <summary>The words that states are told in.</summary>
    public static Vocabulary Words { get; } = new(
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "agent", "state", "features", ":", "h", "##rm", "t", "mc", "##ts", "confidence", "value", "consensus", "score",
        "last", "used", "hr", "##m", "tr", "none", "current", "iteration", "query", "length", "characters", "rag", "context", "available", "not", ".",
        .. Enumerable.Range(0, 10).Select(digit => digit.ToString(CultureInfo.InvariantCulture)), .. Enumerable.Range(0, 10).Select(digit => $"##{digit}"),
    ]);

    public static byte[] File(ModelBundle bundle)
    {
        using var file = new MemoryStream();
        BundleFile.Write(file, bundle);
        return file.ToArray();
    }

    /// <summary>A bundle's file with other metadata.</summary>
    public static byte[] File(ModelBundle bundle, Action<Dictionary<string, string>> change)
    {
        var metadata = SafeTensors.Read(File(bundle)).Metadata.ToDictionary();
        change(metadata);
        using var file = new MemoryStream();
        SafeTensors.Write(file, bundle.Weights, metadata);
        return file.ToArray();
    }

    /// <summary>The folder of a Hugging Face checkpoint.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">The network.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="half">Whether they are written as 16-bit floats.</param>
    public static void WriteCheckpoint(string folder, BertConfig config, ModelWeights weights, bool half = false)
    {
        System.IO.File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJson());
        System.IO.File.WriteAllText(Path.Combine(folder, "vocab.txt"), Words.ToString());
        using var file = System.IO.File.Create(Path.Combine(folder, "model.safetensors"));
        if (half)
            WriteHalf(file, weights);
        else
            SafeTensors.Write(file, weights);
    }

    private static void WriteHalf(Stream file, ModelWeights weights)
    {
        var at = 0;
        var entries = weights.Tensors.Select(tensor => $"\"{tensor.Name}\":{{\"dtype\":\"F16\",\"shape\":[{string.Join(',', tensor.Shape)}],\"data_offsets\":[{at},{at += 2 * tensor.Values.Length}]}}");
        var header = System.Text.Encoding.UTF8.GetBytes($"{{{string.Join(',', entries)}}}");
        using var writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write((long)header.Length);
        writer.Write(header);
        foreach (var value in weights.Tensors.SelectMany(tensor => tensor.Values))
            writer.Write((Half)value);
    }

    public static ModelWeights BertWeights(int seed)
    {
        var random = new Random(seed);
        var weights = new ModelWeights();
        var (size, wide) = (Bert.HiddenSize, Bert.IntermediateSize);
        Add("bert.embeddings.word_embeddings.weight", Bert.VocabSize, size);
        Add("bert.embeddings.position_embeddings.weight", Bert.MaxPositionEmbeddings, size);
        Add("bert.embeddings.token_type_embeddings.weight", Bert.TypeVocabSize, size);
        AddPair("bert.embeddings.LayerNorm", size);
        foreach (var part in new[] { "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense" })
            AddPair($"bert.encoder.layer.0.{part}", size, size);
        AddPair("bert.encoder.layer.0.attention.output.LayerNorm", size);
        AddPair("bert.encoder.layer.0.intermediate.dense", wide, size);
        AddPair("bert.encoder.layer.0.output.dense", size, wide);
        AddPair("bert.encoder.layer.0.output.LayerNorm", size);
        AddPair("bert.pooler.dense", size, size);
        AddPair("classifier", Bert.Classes, size);
        return weights;

        void AddPair(string name, params int[] shape)
        {
            Add($"{name}.weight", shape);
            Add($"{name}.bias", shape[0]);
        }

        void Add(string name, params int[] shape) => weights.Add(name, shape, [.. Enumerable.Range(0, shape.Aggregate(1, (product, length) => product * length)).Select(_ => random.NextSingle() - 0.5f)]);
    }

    private static ModelWeights GruWeights(Func<int, float> value)
    {
        var weights = new ModelWeights();
        var gates = 3 * Gru.HiddenSize;
        Add("gru.weight_ih_l0", gates, Gru.InputSize);
        Add("gru.weight_hh_l0", gates, Gru.HiddenSize);
        Add("gru.bias_ih_l0", gates);
        Add("gru.bias_hh_l0", gates);
        Add("fc.weight", Gru.Classes, Gru.HiddenSize);
        Add("fc.bias", Gru.Classes);
        return weights;

        void Add(string name, params int[] shape) => weights.Add(name, shape, [.. Enumerable.Range(0, shape.Aggregate(1, (product, length) => product * length)).Select(value)]);
    }
}
