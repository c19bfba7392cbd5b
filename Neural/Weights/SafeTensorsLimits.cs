namespace MctsAspire.Neural.Weights;

/// <summary>How much a safetensors file may ask for before it is refused.</summary>
public sealed record SafeTensorsLimits
{
    /// <summary>The limits that hold unless others are given.</summary>
    public static SafeTensorsLimits Default { get; } = new();

    /// <summary>Bytes of the whole file, 1 to <see cref="Array.MaxLength"/>.</summary>
    public int MaxBytes { get; init; } = Array.MaxLength;

    /// <summary>Bytes of the header. The format allows 100 MB at most.</summary>
    public int MaxHeaderBytes { get; init; } = 100_000_000;

    /// <summary>Number of tensors.</summary>
    public int MaxTensors { get; init; } = 100_000;

    /// <summary>Dimensions of one tensor.</summary>
    public int MaxDimensions { get; init; } = 8;
}
