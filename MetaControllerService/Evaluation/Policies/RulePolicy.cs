using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>Names the agent that the service's rules name for the same numbers. They name the next one that has not worked, so that another one's answer always takes the first one's place.</summary>
internal sealed class RulePolicy : IRoutingPolicy
{
    /// <summary>Its name in reports.</summary>
    public const string PolicyName = "rules, agent level";

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public ValueTask<Agent> ChooseAsync(RunFeatures[] states, CancellationToken cancellationToken) =>
        ValueTask.FromResult(RuleController.Choose(states[^1], useMcts: true) ?? states[^1].LastAgent ?? Agent.Hrm);
}
