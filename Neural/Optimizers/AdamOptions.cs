namespace MctsAspire.Neural.Optimizers;

/// <summary>Settings of Adam and AdamW; the defaults are PyTorch's for Adam.</summary>
public sealed record AdamOptions
{
    /// <summary>PyTorch's defaults for Adam.</summary>
    public static AdamOptions Adam { get; } = new();

    /// <summary>PyTorch's defaults for AdamW.</summary>
    public static AdamOptions AdamW { get; } = new() { WeightDecay = 0.01, Decoupled = true };

    /// <summary>How slowly the mean of the gradients changes: at least 0, below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How slowly the mean of the squared gradients changes: at least 0, below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What is added to the root of the mean square; above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Strength of the pull towards zero, at least 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether the pull acts on the weights themselves (AdamW, Loshchilov and Hutter 2017) or is added to the gradient.</summary>
    public bool Decoupled { get; init; }
}
