using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Modules;

/// <summary>A layer of BERT's encoder: attention and a feed-forward network, each with dropout, what went in added, and normalisation.</summary>
/// <param name="source">Where the parameters come from.</param>
/// <param name="name">The layer's name, such as <c>bert.encoder.layer.0</c>.</param>
/// <param name="config">The network's sizes.</param>
/// <param name="lora">How its linear layers are adapted; null: not at all.</param>
public sealed class BertLayer(ParameterSource source, string name, BertConfig config, LoraConfig? lora)
{
    private readonly MultiHeadAttention _attention = new(source, $"{name}.attention", config, lora);
    private readonly Normalization _attentionNorm = new(source, $"{name}.attention.output.LayerNorm", config.HiddenSize, config.LayerNormEps);
    private readonly Linear _intermediate = new(source, $"{name}.intermediate.dense", config.HiddenSize, config.IntermediateSize, config.InitializerRange, lora);
    private readonly Linear _output = new(source, $"{name}.output.dense", config.IntermediateSize, config.HiddenSize, config.InitializerRange, lora);
    private readonly Normalization _outputNorm = new(source, $"{name}.output.LayerNorm", config.HiddenSize, config.LayerNormEps);

    /// <summary>Its linear layers.</summary>
    public IEnumerable<Linear> Linears => [.. _attention.Linears, _intermediate, _output];

    /// <summary>The tokens' next states.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">A row for each token of sequences that lie one after the other.</param>
    /// <param name="starts">Where each sequence starts, and the number of rows at the end.</param>
    public Tensor Forward(Tape tape, Tensor input, ReadOnlySpan<int> starts)
    {
        var attended = tape.Dropout(_attention.Forward(tape, input, starts), config.HiddenDropoutProb);
        var middle = _attentionNorm.Forward(tape, tape.Add(attended, input));
        var expanded = tape.Activate(_intermediate.Forward(tape, middle), config.Activation);
        var output = tape.Dropout(_output.Forward(tape, expanded), config.HiddenDropoutProb);
        return _outputNorm.Forward(tape, tape.Add(output, middle));
    }
}
