using System.Collections.Immutable;
using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Meta;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>The node that shows the meta-controller where the run stands, and chooses the agents of the next iteration.</summary>
internal sealed class RouteDecision(MetaController.MetaControllerClient client, IOptions<OrchestratorOptions> options, TimeProvider time)
{
    public async Task<AgentState> RunAsync(AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        var known = Describe(state);
        var request = new PredictRequest { States = { state.Choices.Select(choice => choice.State), known }, UseMcts = state.UseMcts };
        var prediction = await run.Recorder.RecordAsync(
            FormattableString.Invariant($"{NodeNames.RouteDecision}/predict-{state.Iteration}"),
            "prediction",
            request,
            token =>
            {
                request.RunId = run.RunId;
                return UnaryCall.RunAsync(calling => client.PredictAsync(request, calling), TimeSpan.FromSeconds(options.Value.CallTimeoutSeconds), time, token);
            },
            cancellationToken);
        return state with { Choices = state.Choices.Add(Choose(state, known, prediction, run.Seed)) };
    }

    private RouteChoice Choose(AgentState state, Features known, Prediction prediction, long seed)
    {
        var (chosen, byRules) = Routing.Decide(state, prediction, options.Value);
        ImmutableArray<string> open = Routing.OnlyMctsIsLeft(state, options.Value) ? [] : [.. state.Remaining];
        var (agents, explored, propensity) = Exploration.Apply(chosen, open, prediction.Exploration, state, seed);
        return new RouteChoice
        {
            State = known,
            Prediction = prediction,
            Agents = agents,
            ByRules = byRules && !explored,
            Explored = explored,
            Propensity = propensity,
            DecidedAt = time.GetUtcNow(),
        };
    }

    private static Features Describe(AgentState state) => new()
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
