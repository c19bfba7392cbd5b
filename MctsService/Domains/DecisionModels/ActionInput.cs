using System.ComponentModel.DataAnnotations;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>An action of a state.</summary>
internal sealed record ActionInput
{
    /// <summary>Its name, of which the state has no other.</summary>
    [Required]
    public required string Name { get; init; }

    /// <summary>What may come of it; the probabilities add up to 1.</summary>
    public required IReadOnlyList<OutcomeInput> Outcomes { get; init; }
}
