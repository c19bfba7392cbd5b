using System.ComponentModel.DataAnnotations;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.Protos.Rest;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>An action of a state.</summary>
internal sealed record ActionInput
{
    /// <summary>Its name, of which the state has no other.</summary>
    [Required]
    [CodePoints(1, MarkovModel.MaxNameLength)]
    public required string Name { get; init; }

    /// <summary>What may come of it; the probabilities add up to 1.</summary>
    public required IReadOnlyList<OutcomeInput> Outcomes { get; init; }
}
