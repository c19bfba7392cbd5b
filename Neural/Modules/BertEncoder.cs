using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Modules;

/// <summary>BERT (Devlin et al. 2018): embeddings of tokens, positions and token types, and layers of attention.</summary>
public sealed class BertEncoder
{
    private readonly BertConfig _config;
    private readonly Embedding _words;
    private readonly Embedding _positions;
    private readonly Embedding _types;
    private readonly Normalization _norm;
    private readonly BertLayer[] _layers;

    /// <summary>Makes the parameters <c>bert.embeddings...</c> and <c>bert.encoder...</c>.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="config">The network's sizes.</param>
    /// <param name="lora">How its linear layers are adapted; null: not at all.</param>
    public BertEncoder(ParameterSource source, BertConfig config, LoraConfig? lora)
    {
        const string Name = "bert.embeddings";
        var (size, deviation) = (config.HiddenSize, config.InitializerRange);
        _config = config;
        _words = new Embedding(source, $"{Name}.word_embeddings", config.VocabSize, size, deviation);
        _positions = new Embedding(source, $"{Name}.position_embeddings", config.MaxPositionEmbeddings, size, deviation);
        _types = new Embedding(source, $"{Name}.token_type_embeddings", config.TypeVocabSize, size, deviation);
        _norm = new Normalization(source, $"{Name}.LayerNorm", size, config.LayerNormEps);
        _layers = [.. Enumerable.Range(0, config.NumHiddenLayers).Select(layer => new BertLayer(source, $"bert.encoder.layer.{layer}", config, lora))];
    }

    /// <summary>Its linear layers.</summary>
    public IEnumerable<Linear> Linears => _layers.SelectMany(layer => layer.Linears);

    /// <summary>The tokens' last states.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="tokens">The tokens of sequences that lie one after the other.</param>
    /// <param name="starts">Where each sequence starts, and the number of tokens at the end.</param>
    public Tensor Forward(Tape tape, BertTokens tokens, ReadOnlySpan<int> starts)
    {
        var words = tape.Add(_words.Forward(tape, tokens.Ids), _types.Forward(tape, tokens.Types));
        var state = _norm.Forward(tape, tape.Add(words, _positions.Forward(tape, tokens.Positions)));
        state = tape.Dropout(state, _config.HiddenDropoutProb);
        foreach (var layer in _layers) state = layer.Forward(tape, state, starts);
        return state;
    }
}
