using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>Names the agent that a network finds most probable, however sure it is: what is measured is what it has learned, and not how often the rules step in.</summary>
/// <param name="name">Its name in reports.</param>
/// <param name="controller">The network.</param>
internal sealed class ModelPolicy(string name, IModelController controller) : IRoutingPolicy
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ValueTask<Agent> ChooseAsync(RunFeatures[] states, CancellationToken cancellationToken) =>
        ValueTask.FromResult(controller.Predict(states, useMcts: true)?.Best ?? throw new ModelFormatException("The network's answer to a state is no finite number: some of its weights are too large."));
}
