namespace MctsAspire.MetaControllerService.Diagrams;

/// <summary>A box of a diagram: a step from the input to the probabilities.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Lines">What is to be said about it.</param>
/// <param name="Output">The shape of what leaves it.</param>
/// <param name="Tensors">Its tensors with their shapes.</param>
internal sealed record NetworkBlock(string Title, IReadOnlyList<string> Lines, string Output, IReadOnlyList<TensorGroup> Tensors)
{
    /// <summary>Whether it works within the block above it, and not after it.</summary>
    public bool IsWithin { get; init; }

    /// <summary>Its weights.</summary>
    public long Parameters => Tensors.Sum(group => group.Parameters);
}
