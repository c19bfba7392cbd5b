using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Networks;

/// <summary>
/// Low-rank adaptation (Hu et al. 2021): the weights W of some linear layers stay as they are, and W + Alpha/Rank · B·A is used in their
/// place, of which only A and B are trained.
/// </summary>
/// <param name="Rank">Rows of A and columns of B, 1 to 1,024.</param>
/// <param name="Alpha">Scale of the addition, above 0 and at most 100,000.</param>
/// <param name="Dropout">Share of A's inputs dropped in training: at least 0, below 1.</param>
public sealed record LoraConfig(int Rank = 4, double Alpha = 16, double Dropout = 0.1)
{
    /// <summary>Last parts of the names of the linear layers that are adapted, such as <c>query</c> and <c>value</c>.</summary>
    public IReadOnlyList<string> TargetModules { get; init; } = ["query", "value"];

    /// <summary>Alpha / Rank, by which B·A is multiplied.</summary>
    public float Scale => (float)(Alpha / Rank);

    /// <summary>Checks every field.</summary>
    /// <returns>This configuration.</returns>
    /// <exception cref="ModelFormatException">A field is out of its range; the message names both.</exception>
    public LoraConfig Validate()
    {
        Require.Range("lora_r", Rank, 1, 1024);
        Require.Positive("lora_alpha", Alpha, 100_000);
        Require.Share("lora_dropout", Dropout);
        Require.Range("the number of target_modules", TargetModules.Count, 1, 64);
        return this;
    }
}
