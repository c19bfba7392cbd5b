using System.ComponentModel.DataAnnotations;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.Protos.Rest;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>What may come of an action.</summary>
internal sealed record OutcomeInput
{
    /// <summary>The name of the state that it leads to.</summary>
    [Required]
    [CodePoints(1, MarkovModel.MaxNameLength)]
    public required string To { get; init; }

    /// <summary>Its probability.</summary>
    [Range(0.0, 1.0)]
    public double Probability { get; init; } = 1;

    /// <summary>The reward that comes with it.</summary>
    [Range(-MarkovModel.MaxReward, MarkovModel.MaxReward)]
    public double Reward { get; init; }
}
