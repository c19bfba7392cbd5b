using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Modules;

/// <summary>Layer normalisation with a trained weight and bias.</summary>
/// <param name="source">Where the parameters come from.</param>
/// <param name="name">The layer's name; its parameters are <c>name.weight</c> and <c>name.bias</c>.</param>
/// <param name="size">Columns of its input.</param>
/// <param name="epsilon">What is added to the variance.</param>
public sealed class Normalization(ParameterSource source, string name, int size, double epsilon)
{
    /// <summary>What the normalised values are multiplied by, at first 1.</summary>
    public Parameter Weight { get; } = source.Make($"{name}.weight", [size], Initial.Ones);

    /// <summary>What is then added, at first 0.</summary>
    public Parameter Bias { get; } = source.Make($"{name}.bias", [size], Initial.Zeros);

    /// <summary>Normalises each row.</summary>
    public Tensor Forward(Tape tape, Tensor input) => tape.LayerNorm(input, Weight.Tensor, Bias.Tensor, epsilon);
}
