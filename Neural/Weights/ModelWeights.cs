using System.Diagnostics.CodeAnalysis;

namespace MctsAspire.Neural.Weights;

/// <summary>The tensors of a model by name, in the order in which they were added.</summary>
public sealed class ModelWeights
{
    private readonly OrderedDictionary<string, NamedTensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>The tensors, in order.</summary>
    public IReadOnlyList<NamedTensor> Tensors => _tensors.Values;

    /// <summary>Puts a tensor at the end.</summary>
    /// <exception cref="ModelFormatException">There is one of that name already.</exception>
    public void Add(NamedTensor tensor)
    {
        if (!_tensors.TryAdd(tensor.Name, tensor)) throw new ModelFormatException($"There are two tensors '{tensor.Name}'.");
    }

    /// <summary>Puts a tensor at the end; its arrays are not copied.</summary>
    /// <exception cref="ModelFormatException">There is one of that name already, or shape and values don't fit.</exception>
    public void Add(string name, int[] shape, float[] values) => Add(new NamedTensor(name, shape, values));

    /// <summary>Finds a tensor by name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out NamedTensor? tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>The values of a tensor that must be there in this shape.</summary>
    /// <exception cref="ModelFormatException">It is absent, or has another shape: the weights are of another architecture.</exception>
    public ReadOnlySpan<float> Get(string name, params ReadOnlySpan<int> shape)
    {
        if (!TryGet(name, out var tensor))
        {
            throw new ModelFormatException($"The weights have no tensor '{name}' (expected: {Shapes.Show(shape)}). Are they of another architecture?");
        }

        return shape.SequenceEqual(tensor.Shape)
            ? tensor.Values
            : throw new ModelFormatException(
                $"Tensor '{name}' has the shape {Shapes.Show(tensor.Shape)}, expected: {Shapes.Show(shape)}. Are the weights of another architecture?");
    }
}
