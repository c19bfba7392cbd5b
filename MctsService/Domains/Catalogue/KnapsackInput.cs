using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>What could be packed, and how much fits.</summary>
internal sealed record KnapsackInput
{
    /// <summary>The weight that fits.</summary>
    [Description("The weight that fits.")]
    [Range(0.0, 1e12)]
    public required double Capacity { get; init; }

    /// <summary>The items.</summary>
    [Description("The items; their names differ.")]
    [Length(1, 500)]
    public required IReadOnlyList<KnapsackItemInput> Items { get; init; }
}
