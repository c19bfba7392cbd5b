using System.Collections.Immutable;
using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Protos.Meta;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>Decides which agents work next, and whether any does.</summary>
internal static class Routing
{
    /// <summary>
    /// The agents of the next iteration; never empty while <see cref="Stop"/> finds no reason. A search that must still be made goes
    /// first when only that is left to do; else the meta-controller's choice holds when it is sure of it and the choice may run, and
    /// the rules otherwise.
    /// </summary>
    /// <param name="state">The state, whose iteration is the one to decide on.</param>
    /// <param name="prediction">What the meta-controller says.</param>
    /// <param name="options">The thresholds.</param>
    /// <returns>The agents, and whether rules chose them.</returns>
    public static (ImmutableArray<string> Agents, bool ByRules) Decide(AgentState state, Prediction prediction, OrchestratorOptions options)
    {
        if (OnlyMctsIsLeft(state, options))
            return ([AgentNames.Mcts], true);

        var sure = !prediction.ByRules && prediction.Confidence >= options.RouterConfidence;
        return sure && state.Remaining.Contains(prediction.Agent) ? ([prediction.Agent], false) : (ByRules(state), true);
    }

    /// <summary>Whether a search that must still be made is all that is left to do, so that there is no choice.</summary>
    public static bool OnlyMctsIsLeft(AgentState state, OrchestratorOptions options) =>
        state.MctsIsDue && (state.Iteration > options.MaxIterations || state.ConsensusScore >= options.ConsensusThreshold);

    /// <summary>Why the graph ends here; null when it goes on.</summary>
    /// <param name="state">The state after an iteration.</param>
    /// <param name="options">The thresholds.</param>
    public static string? Stop(AgentState state, OrchestratorOptions options)
    {
        if (state.Limit is not null)
            return state.Limit;
        if (!state.MctsIsDue && state.ConsensusScore >= options.ConsensusThreshold)
            return StopReasons.Consensus;
        if (!state.Remaining.Any())
            return StopReasons.AgentsExhausted;

        // One more than allowed for a search that must still be made.
        var allowed = options.MaxIterations + (state.MctsIsDue ? 1 : 0);
        return state.Iteration >= allowed ? StopReasons.MaxIterations : null;
    }

    // First hrm and trm at once; then mcts; then what a sure meta-controller left over.
    private static ImmutableArray<string> ByRules(AgentState state)
    {
        if (state.Outputs.IsEmpty)
            return [AgentNames.Hrm, AgentNames.Trm];
        return state.MctsIsDue ? [AgentNames.Mcts] : [.. state.Remaining.Take(1)];
    }
}
