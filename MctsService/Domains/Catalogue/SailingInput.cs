using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>A lake.</summary>
internal sealed record SailingInput
{
    /// <summary>The lake's side.</summary>
    [Description("The lake has size × size places.")]
    [Range(2, 50)]
    public int Size { get; init; } = 5;

    /// <summary>The weight of a reward for each step before it.</summary>
    [Description("The weight of a reward for each step before it; below 1 unless there is a horizon.")]
    [Range(1e-9, 1.0)]
    public double Discount { get; init; } = 0.95;

    /// <summary>Steps after which the journey ends.</summary>
    [Description("Steps after which the journey ends; absent: in the far corner only.")]
    [Range(1, 10_000)]
    public int? Horizon { get; init; }
}
