using System.ComponentModel.DataAnnotations;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.Protos.Rest;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>
/// A decision problem as its owner writes it: either every state by itself (<see cref="States"/> and <see cref="Start"/>), or in the
/// compact form, in which a state is the values of named variables (<see cref="Variables"/>, <see cref="Actions"/> and <see cref="Terminal"/>).
/// </summary>
internal sealed record DecisionModelInput
{
    /// <summary>Every state.</summary>
    public IReadOnlyList<StateInput>? States { get; init; }

    /// <summary>The name of the state where play begins.</summary>
    [CodePoints(1, MarkovModel.MaxNameLength)]
    public string? Start { get; init; }

    /// <summary>The variables of the compact form.</summary>
    public IReadOnlyList<VariableInput>? Variables { get; init; }

    /// <summary>The actions of the compact form.</summary>
    public IReadOnlyList<RuleInput>? Actions { get; init; }

    /// <summary>Where play ends in the compact form: a formula that isn't 0 there.</summary>
    public string? Terminal { get; init; }

    /// <summary>The weight of a reward for each step before it, above 0 and at most 1.</summary>
    [Range(1e-9, 1)]
    public double Discount { get; init; } = 1;

    /// <summary>Steps after which play ends, 1 to 10,000; absent: play ends in terminal states only.</summary>
    [Range(1, 10_000)]
    public int? Horizon { get; init; }
}
