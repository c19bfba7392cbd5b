using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>
/// Routes by fixed rules: first hrm, with trm beside it (the Orchestrator runs the two in parallel), then mcts if it may run, and
/// when all have given a result the results are aggregated. A confident hrm and trm don't take mcts out.
/// </summary>
internal static class RuleController
{
    /// <summary>The version of the rules.</summary>
    public const string Version = "rules-1";

    /// <summary>The next agent; <see langword="null"/> when all that may run have run.</summary>
    /// <param name="state">The state to decide on.</param>
    /// <param name="useMcts">Whether mcts may be chosen.</param>
    public static Agent? Choose(RunFeatures state, bool useMcts)
    {
        var done = state.AgentsDone;
        if (!done.Contains(Agent.Hrm))
            return Agent.Hrm;
        if (!done.Contains(Agent.Trm))
            return Agent.Trm;
        return useMcts && !done.Contains(Agent.Mcts) ? Agent.Mcts : null;
    }
}
