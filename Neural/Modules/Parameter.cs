using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Modules;

/// <summary>A tensor that training changes, under the name and in the shape that checkpoints know it by.</summary>
public sealed class Parameter
{
    internal Parameter(string name, int[] shape)
    {
        (Name, Shape) = (name, shape);
        var columns = shape[^1];
        Tensor = new Tensor(shape[..^1].Aggregate(1, (product, length) => checked(product * length)), columns, needsGradient: true);
    }

    /// <summary>The name, as PyTorch and Hugging Face write it.</summary>
    public string Name { get; }

    /// <summary>Length of each dimension, the outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Values and gradient as a matrix: the last dimension makes the columns.</summary>
    public Tensor Tensor { get; }

    /// <summary>Whether training changes it. What isn't trained costs no gradient.</summary>
    public bool Trainable
    {
        get => Tensor.NeedsGradient;
        set => Tensor.NeedsGradient = value;
    }
}
