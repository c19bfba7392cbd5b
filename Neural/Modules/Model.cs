using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Modules;

/// <summary>A network with its parameters.</summary>
public abstract class Model
{
    /// <summary>All parameters, in the order in which they were made.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>A copy of all parameters, from which <see cref="Load"/> or the model's constructor brings back the same bits.</summary>
    public ModelWeights Export()
    {
        var weights = new ModelWeights();
        foreach (var parameter in Parameters) weights.Add(parameter.Name, [.. parameter.Shape], parameter.Tensor.Values.ToArray());
        return weights;
    }

    /// <summary>Takes on the values of weights that <see cref="Export"/> made.</summary>
    /// <exception cref="ModelFormatException">A parameter is absent or has another shape; nothing has been changed then.</exception>
    public void Load(ModelWeights weights)
    {
        foreach (var parameter in Parameters) Values(weights, parameter);
        foreach (var parameter in Parameters) Values(weights, parameter).CopyTo(parameter.Tensor.Values);
    }

    private static ReadOnlySpan<float> Values(ModelWeights weights, Parameter parameter) =>
        weights.Get(TensorNames.Find(weights, parameter.Name) ?? parameter.Name, [.. parameter.Shape]);
}
