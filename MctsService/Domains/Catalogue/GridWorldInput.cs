using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MctsAspire.MctsService.Domains.Models;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>A map and how slippery it is.</summary>
internal sealed record GridWorldInput
{
    /// <summary>The most rows, and the most columns.</summary>
    public const int LargestSide = 100;

    /// <summary>The rows of the map.</summary>
    [Description("Rows of the same length: S start (one), G goal, H hole, . or F floor, # wall.")]
    [Length(1, LargestSide)]
    public IReadOnlyList<string> Map { get; init; } = GridWorld.Lake;

    /// <summary>The probability that a step goes sideways.</summary>
    [Description("The probability that a step goes to one of the sides.")]
    [Range(0.0, 1.0)]
    public double Slip { get; init; } = 2.0 / 3;

    /// <summary>The weight of a reward for each step before it.</summary>
    [Description("The weight of a reward for each step before it; below 1 unless there is a horizon.")]
    [Range(1e-9, 1.0)]
    public double Discount { get; init; } = 0.99;

    /// <summary>Steps after which the walk ends.</summary>
    [Description("Steps after which the walk ends; absent: at goals and holes only.")]
    [Range(1, 10_000)]
    public int? Horizon { get; init; }
}
