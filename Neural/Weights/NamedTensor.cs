namespace MctsAspire.Neural.Weights;

/// <summary>A float32 tensor of a model under the name that checkpoints know it by.</summary>
/// <remarks>The arrays are not copied: whoever makes a tensor hands them over.</remarks>
public sealed record NamedTensor
{
    /// <summary>A tensor; the number of values is the product of the shape.</summary>
    /// <param name="name">Its name, as PyTorch and Hugging Face write it; not empty.</param>
    /// <param name="shape">Length of each dimension, the outermost first; none for a single number.</param>
    /// <param name="values">The values, the last dimension running fastest.</param>
    /// <exception cref="ModelFormatException">The name is empty, or the number of values isn't the shape's.</exception>
    public NamedTensor(string name, int[] shape, float[] values)
    {
        if (string.IsNullOrEmpty(name)) throw new ModelFormatException("A tensor has no name.");
        if (Shapes.Count(shape) is not { } count || count != values.Length)
        {
            throw new ModelFormatException($"Tensor '{name}' of shape {Shapes.Show(shape)} has {values.Length} values.");
        }

        (Name, Shape, Values) = (name, shape, values);
    }

    /// <summary>The name, as PyTorch and Hugging Face write it.</summary>
    public string Name { get; }

    /// <summary>Length of each dimension, the outermost first.</summary>
    public int[] Shape { get; }

    /// <summary>The values, the last dimension running fastest.</summary>
    public float[] Values { get; }
}
