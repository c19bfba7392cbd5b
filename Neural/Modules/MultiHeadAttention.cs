using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Modules;

/// <summary>BERT's self-attention: linear layers for query, key and value, attention, and an output layer.</summary>
/// <param name="source">Where the parameters come from.</param>
/// <param name="name">The module's name, such as <c>bert.encoder.layer.0.attention</c>.</param>
/// <param name="config">The network's sizes.</param>
/// <param name="lora">How its linear layers are adapted; null: not at all.</param>
public sealed class MultiHeadAttention(ParameterSource source, string name, BertConfig config, LoraConfig? lora)
{
    private readonly Linear _query = Make(source, $"{name}.self.query", config, lora);
    private readonly Linear _key = Make(source, $"{name}.self.key", config, lora);
    private readonly Linear _value = Make(source, $"{name}.self.value", config, lora);
    private readonly Linear _output = Make(source, $"{name}.output.dense", config, lora);

    /// <summary>Its linear layers.</summary>
    public IEnumerable<Linear> Linears => [_query, _key, _value, _output];

    /// <summary>A row for each token of sequences that lie one after the other.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">The tokens' states.</param>
    /// <param name="starts">Where each sequence starts, and the number of rows at the end.</param>
    public Tensor Forward(Tape tape, Tensor input, ReadOnlySpan<int> starts)
    {
        var (query, key, value) = (_query.Forward(tape, input), _key.Forward(tape, input), _value.Forward(tape, input));
        return _output.Forward(tape, tape.Attention(query, key, value, starts, config.NumAttentionHeads, config.AttentionProbsDropoutProb));
    }

    private static Linear Make(ParameterSource source, string name, BertConfig config, LoraConfig? lora) =>
        new(source, name, config.HiddenSize, config.HiddenSize, config.InitializerRange, lora);
}
