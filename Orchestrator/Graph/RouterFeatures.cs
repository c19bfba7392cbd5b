using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Protos.Meta;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>What the meta-controller is shown of a run.</summary>
internal static class RouterFeatures
{
    /// <summary>The state as it is at a decision.</summary>
    /// <param name="state">The state, whose iteration is the one to decide on.</param>
    public static Features Of(AgentState state) => new()
    {
        HrmConfidence = Confidence(state, AgentNames.Hrm),
        TrmConfidence = Confidence(state, AgentNames.Trm),
        MctsValue = state.Outputs.FirstOrDefault(output => output.Search is not null)?.Search!.Statistics.ScaledBestValue() ?? 0,
        ConsensusScore = state.ConsensusScore ?? 0,
        LastAgent = state.LastAgent ?? "none",

        // Iterations that are over: the first decision is made at 0.
        Iteration = state.Iteration - 1,
        QueryLength = state.Query.EnumerateRunes().Count(),
        HasRagContext = !state.Passages.IsEmpty,
        AgentsDone = { state.Outputs.Select(output => output.Agent) },
    };

    private static double Confidence(AgentState state, string agent) => state.Outputs.FirstOrDefault(output => output.Agent == agent)?.Draft.Probability() ?? 0;
}
