using System.ComponentModel.DataAnnotations;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.Protos.Rest;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>A state.</summary>
internal sealed record StateInput
{
    /// <summary>Its name, of which there is no other.</summary>
    [Required]
    [CodePoints(1, MarkovModel.MaxNameLength)]
    public required string Name { get; init; }

    /// <summary>Whether play ends here; then there are no actions.</summary>
    public bool Terminal { get; init; }

    /// <summary>What can be done here.</summary>
    public IReadOnlyList<ActionInput> Actions { get; init; } = [];
}
