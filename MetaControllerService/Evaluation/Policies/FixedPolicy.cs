using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>Always names the same agent.</summary>
/// <param name="agent">The agent.</param>
internal sealed class FixedPolicy(Agent agent) : IRoutingPolicy
{
    /// <inheritdoc/>
    public string Name => $"always-{agent.Name()}";

    /// <inheritdoc/>
    public ValueTask<Agent> ChooseAsync(RunFeatures[] states, CancellationToken cancellationToken) => ValueTask.FromResult(agent);
}
