using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Modules;

/// <summary>A trained vector for each of so many things that are known by number.</summary>
/// <param name="source">Where the parameter comes from.</param>
/// <param name="name">The layer's name; its parameter is <c>name.weight</c>.</param>
/// <param name="count">Number of things.</param>
/// <param name="size">Length of a vector.</param>
/// <param name="deviation">Standard deviation of the initial values.</param>
public sealed class Embedding(ParameterSource source, string name, int count, int size, double deviation)
{
    /// <summary>The vectors, one a row.</summary>
    public Parameter Weight { get; } = source.Make($"{name}.weight", [count, size], Initial.Normal(deviation));

    /// <summary>The vectors of these numbers, one a row.</summary>
    public Tensor Forward(Tape tape, ReadOnlySpan<int> ids) => tape.Rows(Weight.Tensor, ids);
}
