using System.Collections.Immutable;
using MctsAspire.Orchestrator.Configuration;
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
        var known = RouterFeatures.Of(state);
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
}
