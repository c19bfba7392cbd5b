using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>Another policy whose first choice stands: it shows what seeing the first agent's result is worth.</summary>
/// <param name="policy">The other policy.</param>
internal sealed class FirstChoiceOnly(IRoutingPolicy policy) : IRoutingPolicy
{
    /// <inheritdoc/>
    public string Name => $"{policy.Name}, first choice only";

    /// <inheritdoc/>
    public ValueTask<Agent> ChooseAsync(RunFeatures[] states, CancellationToken cancellationToken) =>
        states[^1].LastAgent is { } first ? ValueTask.FromResult(first) : policy.ChooseAsync(states, cancellationToken);
}
