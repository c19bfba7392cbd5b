namespace MctsAspire.Neural.Weights;

/// <summary>What a safetensors header says about one tensor, checked against itself but not yet against the others.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">Its number format.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record SafeTensorsEntry(string Name, SafeTensorsType Type, int[] Shape, long Begin, long End)
{
    /// <summary>The number of values.</summary>
    public int Count { get; } = Shapes.Count(Shape)!.Value;
}
