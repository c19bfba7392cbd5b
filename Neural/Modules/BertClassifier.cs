using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Modules;

/// <summary>
/// The BERT router, as Hugging Face's BertForSequenceClassification: the encoder, the first token's state through a linear layer and tanh
/// (the pooler), dropout, and a linear layer that gives the logits. With <see cref="LoraConfig"/> everything but the added matrices and
/// the classifier is frozen.
/// </summary>
public sealed class BertClassifier : Model
{
    private readonly ParameterSource _source;
    private readonly BertEncoder _encoder;
    private readonly Linear _pooler;
    private readonly Linear _classifier;
    private int[] _ids = [];
    private int[] _types = [];
    private int[] _positions = [];
    private int[] _starts = [];

    /// <summary>Makes the network.</summary>
    /// <param name="config">Its sizes.</param>
    /// <param name="random">Draws the initial values.</param>
    /// <param name="lora">How it is adapted; null: all parameters are trained.</param>
    /// <param name="weights">
    /// Values to begin with, such as a checkpoint of Hugging Face, which may lack pooler, classifier and adaptation; null: all are drawn.
    /// </param>
    /// <exception cref="ModelFormatException">A configuration is impossible, or the weights are of another architecture.</exception>
    public BertClassifier(BertConfig config, SeededRandom random, LoraConfig? lora = null, ModelWeights? weights = null)
    {
        Config = config.Validate();
        Lora = lora?.Validate();
        _source = new ParameterSource(random, weights);
        _encoder = new BertEncoder(_source, config, lora);
        _pooler = new Linear(_source, "bert.pooler.dense", config.HiddenSize, config.HiddenSize, config.InitializerRange, lora, optional: true);
        _classifier = new Linear(_source, "classifier", config.HiddenSize, config.Classes, config.InitializerRange, optional: true);
        if (lora is not null) Freeze(lora);
    }

    /// <summary>Its sizes.</summary>
    public BertConfig Config { get; }

    /// <summary>How it is adapted; null when all parameters are trained.</summary>
    public LoraConfig? Lora { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => _source.Parameters;

    private IEnumerable<Linear> Linears => [.. _encoder.Linears, _pooler, _classifier];

    /// <summary>The logits of a batch of texts.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="tokenIds">batch × length; what lies behind a shorter text's end is not looked at but must be there.</param>
    /// <param name="tokenTypes">The same, for each token 0 in the first sentence and 1 in the second; empty: all 0.</param>
    /// <param name="lengths">Tokens of each text, each from 1 to <paramref name="length"/>; empty: all have <paramref name="length"/>.</param>
    /// <param name="batch">Number of texts, at least 1.</param>
    /// <param name="length">Tokens of the longest, from 1 to the configuration's position embeddings.</param>
    /// <returns>batch × classes.</returns>
    /// <exception cref="ArgumentException">The numbers don't fit together, or a token is unknown.</exception>
    public Tensor Forward(Tape tape, ReadOnlySpan<int> tokenIds, ReadOnlySpan<int> tokenTypes, ReadOnlySpan<int> lengths, int batch, int length)
    {
        Sequences.Check(tokenIds.Length, lengths, batch, length, 1);
        if (length > Config.MaxPositionEmbeddings)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"A text may have at most {Config.MaxPositionEmbeddings} tokens.");
        if (!tokenTypes.IsEmpty && tokenTypes.Length != tokenIds.Length)
            throw new ArgumentException($"There are {tokenTypes.Length} token types for {tokenIds.Length} tokens.", nameof(tokenTypes));
        var count = Pack(tokenIds, tokenTypes, lengths, batch, length);

        var starts = _starts.AsSpan(0, batch + 1);
        var states = _encoder.Forward(tape, new BertTokens(_ids.AsSpan(0, count), _types.AsSpan(0, count), _positions.AsSpan(0, count)), starts);
        var pooled = tape.Tanh(_pooler.Forward(tape, tape.Rows(states, starts[..batch])));
        return _classifier.Forward(tape, tape.Dropout(pooled, Config.ClassifierDropout ?? Config.HiddenDropoutProb));
    }

    /// <summary>A copy of the weights with the adaptation added to the linear layers: what a predictor or another program loads.</summary>
    public ModelWeights ExportMerged()
    {
        var linears = Linears.Where(linear => linear.Adapters.Any()).ToDictionary(linear => linear.Weight);
        var adapters = linears.Values.SelectMany(linear => linear.Adapters).ToHashSet();
        var merged = new ModelWeights();
        foreach (var parameter in Parameters.Where(parameter => !adapters.Contains(parameter)))
        {
            var values = linears.TryGetValue(parameter, out var linear) ? linear.MergedWeight() : parameter.Tensor.Values.ToArray();
            merged.Add(parameter.Name, [.. parameter.Shape], values);
        }

        return merged;
    }

    private void Freeze(LoraConfig lora)
    {
        foreach (var parameter in Parameters) parameter.Trainable = false;
        Parameter[] trained = [.. Linears.SelectMany(linear => linear.Adapters), _classifier.Weight, _classifier.Bias];
        if (trained.Length == 2)
            throw new ModelFormatException($"target_modules is [{string.Join(", ", lora.TargetModules)}]; no linear layer has such a name. Known: query, key, value, dense.");
        foreach (var parameter in trained) parameter.Trainable = true;
    }

    /// <summary>Puts the texts' tokens one after the other, without what fills up the shorter ones.</summary>
    /// <returns>The number of tokens.</returns>
    private int Pack(ReadOnlySpan<int> ids, ReadOnlySpan<int> types, ReadOnlySpan<int> lengths, int batch, int length)
    {
        if (_ids.Length < ids.Length) (_ids, _types, _positions) = (new int[ids.Length], new int[ids.Length], new int[ids.Length]);
        if (_starts.Length <= batch) _starts = new int[batch + 1];
        var at = 0;
        for (var text = 0; text < batch; text++)
        {
            _starts[text] = at;
            for (var position = 0; position < (lengths.IsEmpty ? length : lengths[text]); position++, at++)
            {
                var token = (text * length) + position;
                (_ids[at], _types[at], _positions[at]) = (ids[token], types.IsEmpty ? 0 : types[token], position);
            }
        }

        _starts[batch] = at;
        return at;
    }
}
