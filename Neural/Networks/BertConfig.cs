using System.Text.Json;
using System.Text.Json.Serialization;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Networks;

/// <summary>The BERT classifier, by the fields of Hugging Face's config.json; what a file leaves out has that library's default.</summary>
public sealed record BertConfig
{
    /// <summary>4 layers of 256 with 4 heads, the size known as BERT-mini; <see cref="VocabSize"/> is settable with <c>with</c>.</summary>
    public static BertConfig Mini { get; } = new() { HiddenSize = 256, NumHiddenLayers = 4, NumAttentionHeads = 4, IntermediateSize = 1024 };

    /// <summary>Kind of model: <c>bert</c>.</summary>
    public string ModelType { get; init; } = "bert";

    /// <summary>Number of tokens known, 1 to 1,000,000.</summary>
    public int VocabSize { get; init; } = 30_522;

    /// <summary>Size of a token's state, 1 to 4,096; a multiple of <see cref="NumAttentionHeads"/>.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Number of layers, 1 to 64.</summary>
    public int NumHiddenLayers { get; init; } = 12;

    /// <summary>Heads of attention, 1 to 256.</summary>
    public int NumAttentionHeads { get; init; } = 12;

    /// <summary>Size within the feed-forward layers, 1 to 16,384.</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>The longest sequence in tokens, 1 to 65,536.</summary>
    public int MaxPositionEmbeddings { get; init; } = 512;

    /// <summary>Number of token types (sentence A, sentence B), 1 to 64.</summary>
    public int TypeVocabSize { get; init; } = 2;

    /// <summary>What layer normalisation adds to the variance, above 0 and at most 0.1.</summary>
    public double LayerNormEps { get; init; } = 1e-12;

    /// <summary>
    /// Activation within the feed-forward layers, by the names of Hugging Face's library: <c>gelu</c> or <c>gelu_python</c> (by the error function),
    /// <c>gelu_new</c>, <c>gelu_fast</c>, <c>gelu_accurate</c> or <c>gelu_pytorch_tanh</c> (by the hyperbolic tangent), or <c>relu</c>.
    /// </summary>
    public string HiddenAct { get; init; } = "gelu";

    /// <summary>Kind of position embedding: <c>absolute</c>.</summary>
    public string PositionEmbeddingType { get; init; } = "absolute";

    /// <summary>Whether a token sees those before it alone; must not be true. Null: false.</summary>
    public bool? IsDecoder { get; init; }

    /// <summary>Heads of attention that were cut out, by layer; there must be none. Null: none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>>? PrunedHeads { get; init; }

    /// <summary>Share of values dropped in training behind every layer: at least 0, below 1.</summary>
    public double HiddenDropoutProb { get; init; } = 0.1;

    /// <summary>Share of attention dropped in training: at least 0, below 1.</summary>
    public double AttentionProbsDropoutProb { get; init; } = 0.1;

    /// <summary>Share of values dropped in training before the classifier; null: <see cref="HiddenDropoutProb"/>.</summary>
    public double? ClassifierDropout { get; init; }

    /// <summary>Standard deviation of the initial weights, above 0 and at most 1.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Names of the classes by number; Hugging Face's files say the number of classes by it.</summary>
    [JsonPropertyName("id2label")]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Number of classes, 2 to 1,000; null: as many as <see cref="Labels"/>, or two.</summary>
    [JsonPropertyName("num_labels")]
    public int? NumLabels { get; init; }

    /// <summary>Number of classes.</summary>
    [JsonIgnore]
    public int Classes => NumLabels ?? Labels?.Count ?? 2;

    /// <summary>What <see cref="HiddenAct"/> names.</summary>
    /// <exception cref="ModelFormatException">It names none that is known.</exception>
    [JsonIgnore]
    public HiddenActivation Activation => HiddenAct switch
    {
        "gelu" or "gelu_python" => HiddenActivation.Gelu,
        "gelu_new" or "gelu_fast" or "gelu_accurate" or "gelu_pytorch_tanh" => HiddenActivation.GeluTanh,
        "relu" => HiddenActivation.Relu,
        _ => throw new ModelFormatException($"hidden_act is '{HiddenAct}'; it must be gelu, gelu_new, gelu_fast, gelu_accurate, gelu_pytorch_tanh, gelu_python or relu."),
    };

    /// <summary>Size of one head of attention.</summary>
    [JsonIgnore]
    public int HeadSize => HiddenSize / NumAttentionHeads;

    /// <summary>Reads and checks a config.json; fields that don't concern the network are passed over.</summary>
    /// <exception cref="ModelFormatException">It can't be read, or is of a network that this library doesn't know; the message names the field.</exception>
    public static BertConfig Parse(string json) => ConfigJson.Parse<BertConfig>(json, ConfigJson.Lenient).Validate();

    /// <summary>Checks every field.</summary>
    /// <returns>This configuration.</returns>
    /// <exception cref="ModelFormatException">A field is out of its range; the message names both.</exception>
    public BertConfig Validate()
    {
        Require.OneOf("model_type", ModelType, "bert");
        _ = Activation;
        if (IsDecoder == true)
            throw new ModelFormatException("is_decoder is true; it must be false: a classifier reads its text as a whole.");
        if (PrunedHeads is { Count: > 0 })
            throw new ModelFormatException("pruned_heads names heads; it must be empty: all heads of attention must be there.");
        Require.OneOf("position_embedding_type", PositionEmbeddingType, "absolute");
        Require.Range("vocab_size", VocabSize, 1, 1_000_000);
        Require.Range("hidden_size", HiddenSize, 1, 4096);
        Require.Range("num_hidden_layers", NumHiddenLayers, 1, 64);
        Require.Range("num_attention_heads", NumAttentionHeads, 1, 256);
        Require.Range("intermediate_size", IntermediateSize, 1, 16_384);
        Require.Range("max_position_embeddings", MaxPositionEmbeddings, 1, 65_536);
        Require.Range("type_vocab_size", TypeVocabSize, 1, 64);
        Require.Range("num_labels", Classes, 2, 1000);
        Require.Positive("layer_norm_eps", LayerNormEps, 0.1);
        Require.Positive("initializer_range", InitializerRange, 1);
        Require.Share("hidden_dropout_prob", HiddenDropoutProb);
        Require.Share("attention_probs_dropout_prob", AttentionProbsDropoutProb);
        Require.Share("classifier_dropout", ClassifierDropout ?? HiddenDropoutProb);
        if (HiddenSize % NumAttentionHeads != 0)
        {
            throw new ModelFormatException($"hidden_size is {HiddenSize}; it must be a multiple of num_attention_heads, which is {NumAttentionHeads}.");
        }

        return this;
    }

    /// <summary>This configuration as a config.json.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ConfigJson.Lenient);
}
