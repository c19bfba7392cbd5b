using System.ComponentModel.DataAnnotations;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.Protos.Rest;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>A whole number that is part of every state of the compact form.</summary>
internal sealed record VariableInput
{
    /// <summary>Its name: letters, digits and underscores, beginning with a letter.</summary>
    [Required]
    [CodePoints(1, MarkovModel.MaxNameLength)]
    public required string Name { get; init; }

    /// <summary>Its lowest value.</summary>
    [Range(-1_000_000, 1_000_000)]
    public int From { get; init; }

    /// <summary>Its highest value.</summary>
    [Range(-1_000_000, 1_000_000)]
    public required int To { get; init; }

    /// <summary>Its value where play begins.</summary>
    [Range(-1_000_000, 1_000_000)]
    public required int Start { get; init; }
}
