using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Modules;

/// <summary>Makes a model's parameters, from given weights or drawn from a seeded generator, and keeps them in order.</summary>
/// <param name="random">For parameters that aren't in the weights.</param>
/// <param name="weights">Values to begin with; null: all are drawn.</param>
public sealed class ParameterSource(SeededRandom random, ModelWeights? weights = null)
{
    private readonly List<Parameter> _parameters = [];

    /// <summary>All parameters made so far, in order.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Makes a parameter.</summary>
    /// <param name="name">Its name, as PyTorch and Hugging Face write it.</param>
    /// <param name="shape">Its shape, one dimension or more.</param>
    /// <param name="initial">How to draw it.</param>
    /// <param name="optional">Whether it is drawn also when weights are given that don't have it.</param>
    /// <exception cref="ModelFormatException">Weights are given, but don't have it in this shape.</exception>
    public Parameter Make(string name, int[] shape, InitialValues initial, bool optional = false)
    {
        var parameter = new Parameter(name, shape);
        var stored = weights is null ? null : TensorNames.Find(weights, name);
        if (weights is not null && (stored is not null || !optional)) weights.Get(stored ?? name, shape).CopyTo(parameter.Tensor.Values);
        else initial(random, parameter.Tensor.Values);
        _parameters.Add(parameter);
        return parameter;
    }
}
