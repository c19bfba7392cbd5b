using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>
/// Names the agent who shall answer, seeing the states of a run so far. An agent that has not worked yet then does. At the start that is the first agent, and the policy
/// is asked once more in the state after it: when it names the same agent again, that one's answer stands; another one works, and its answer stands.
/// </summary>
internal interface IRoutingPolicy
{
    /// <summary>Its name in reports.</summary>
    string Name { get; }

    /// <summary>The agent that shall answer.</summary>
    /// <param name="states">The states of the run, oldest first.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<Agent> ChooseAsync(RunFeatures[] states, CancellationToken cancellationToken);
}
