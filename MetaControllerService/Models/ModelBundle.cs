using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Text;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Models;

/// <summary>A router's model with everything that it needs to decide.</summary>
internal sealed record ModelBundle
{
    private ModelBundle(string type, ModelWeights weights)
    {
        Type = type;
        Weights = weights;
        Version = ModelVersion.Of(weights);
    }

    /// <summary><see cref="ControllerTypes.Rnn"/> or <see cref="ControllerTypes.Bert"/>.</summary>
    public string Type { get; }

    /// <summary>The tensors, by PyTorch's and Hugging Face's names.</summary>
    public ModelWeights Weights { get; }

    /// <summary>What it has learned, in twelve digits: see <see cref="ModelVersion"/>.</summary>
    public string Version { get; }

    /// <summary>The network of a <see cref="ControllerTypes.Rnn"/>; else null.</summary>
    public GruConfig? Gru { get; private init; }

    /// <summary>The network of a <see cref="ControllerTypes.Bert"/>; else null.</summary>
    public BertConfig? Bert { get; private init; }

    /// <summary>What cuts the text for a <see cref="ControllerTypes.Bert"/>; else null.</summary>
    public WordPieceTokenizer? Tokenizer { get; private init; }

    /// <summary>When it was made, as its maker writes times; empty: unknown.</summary>
    public string Created { get; init; } = "";

    /// <summary>Figures of the training, as JSON; empty: none.</summary>
    public string Training { get; init; } = "";

    /// <summary>The network, as JSON.</summary>
    public string Config => Gru?.ToJson() ?? Bert!.ToJson();

    /// <summary>Numbers that were learned.</summary>
    public long Parameters => Weights.Tensors.Sum(tensor => (long)tensor.Values.Length);

    /// <summary>A GRU that reads states and names agents.</summary>
    /// <exception cref="ModelFormatException">It reads or names something else; the message names the field.</exception>
    public static ModelBundle Of(GruConfig config, ModelWeights weights)
    {
        config.Validate();
        Require("input_size", config.InputSize, RunFeatures.Dimensions, "the features of a state");
        Require("classes", config.Classes, AgentNames.Count, "the agents hrm, trm and mcts");
        return new ModelBundle(ControllerTypes.Rnn, weights) { Gru = config };
    }

    /// <summary>A BERT classifier that reads texts and names agents.</summary>
    /// <exception cref="ModelFormatException">It names something else, or the vocabulary isn't its own; the message names the field.</exception>
    public static ModelBundle Of(BertConfig config, WordPieceTokenizer tokenizer, ModelWeights weights)
    {
        Check(config, tokenizer);
        return new ModelBundle(ControllerTypes.Bert, weights) { Bert = config, Tokenizer = tokenizer };
    }

    /// <summary>Checks all of a BERT classifier but its weights.</summary>
    /// <exception cref="ModelFormatException">It names something else than agents, or the vocabulary isn't its own; the message names the field.</exception>
    public static void Check(BertConfig config, WordPieceTokenizer tokenizer)
    {
        config.Validate();
        Require("num_labels", config.Classes, AgentNames.Count, "the agents hrm, trm and mcts");
        CheckLabels(config);
        var tokens = tokenizer.Vocabulary.Tokens.Count;
        if (tokens > config.VocabSize)
            throw new ModelFormatException($"vocab_size is {config.VocabSize}, and the vocabulary has {tokens} tokens; it is another model's.");
        if (config.MaxPositionEmbeddings < WordPieceTokenizer.FewestTokens)
            throw new ModelFormatException($"max_position_embeddings is {config.MaxPositionEmbeddings}; a text takes at least {WordPieceTokenizer.FewestTokens} positions.");
    }

    private static void Require(string field, int value, int wanted, string why)
    {
        if (value != wanted)
            throw new ModelFormatException($"{field} is {value}; a router's is {wanted}: {why}.");
    }

    // Names of any kind but the agents' say nothing; the agents' must be in their order.
    private static void CheckLabels(BertConfig config)
    {
        foreach (var (number, label) in config.Labels ?? new Dictionary<string, string>())
        {
            if (label is not null && AgentNames.Find(label.ToLowerInvariant()) is { } agent && number != ((int)agent).ToString(System.Globalization.CultureInfo.InvariantCulture))
                throw new ModelFormatException($"id2label has {label} at {number}; the order must be hrm, trm, mcts.");
        }
    }
}
