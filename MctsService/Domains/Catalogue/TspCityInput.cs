using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MctsAspire.Protos.Rest;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>A city on a plane.</summary>
internal sealed record TspCityInput
{
    /// <summary>Its name.</summary>
    [Description("Its name, of which there is no other.")]
    [CodePoints(1, TspInput.LongestName)]
    public required string Name { get; init; }

    /// <summary>Its first coordinate.</summary>
    [Description("Its first coordinate.")]
    [Range(-1e9, 1e9)]
    public required double X { get; init; }

    /// <summary>Its second coordinate.</summary>
    [Description("Its second coordinate.")]
    [Range(-1e9, 1e9)]
    public required double Y { get; init; }
}
