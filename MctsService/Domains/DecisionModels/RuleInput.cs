using System.ComponentModel.DataAnnotations;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.Protos.Rest;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>An action of the compact form.</summary>
internal sealed record RuleInput
{
    /// <summary>Its name, of which there is no other.</summary>
    [Required]
    [CodePoints(1, MarkovModel.MaxNameLength)]
    public required string Name { get; init; }

    /// <summary>Where it is possible: a formula that isn't 0 there; absent: everywhere.</summary>
    public string? When { get; init; }

    /// <summary>What may come of it; in every state the probabilities add up to 1.</summary>
    public required IReadOnlyList<EffectInput> Outcomes { get; init; }
}
