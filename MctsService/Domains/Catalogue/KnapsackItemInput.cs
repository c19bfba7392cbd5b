using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MctsAspire.Protos.Rest;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>Something to pack.</summary>
internal sealed record KnapsackItemInput
{
    /// <summary>Its name.</summary>
    [Description("Its name, of which there is no other.")]
    [CodePoints(1, 200)]
    public required string Name { get; init; }

    /// <summary>Its weight.</summary>
    [Description("Its weight.")]
    [Range(1e-9, 1e12)]
    public required double Weight { get; init; }

    /// <summary>Its value.</summary>
    [Description("Its value.")]
    [Range(1e-9, 1e12)]
    public required double Value { get; init; }
}
