using System.Collections.Immutable;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Meta;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>The node that shows the meta-controller where the run stands, and chooses the agents of the next iteration. Once the meta-controller has failed, the rules choose for the rest of the run, and when it is repeated.</summary>
internal sealed class RouteDecision(RouterCalls calls, IOptions<OrchestratorOptions> options, TimeProvider time)
{
    // In the journal this stands for no answer: an answer names an agent, and what chose it.
    private static Prediction NoAnswer => new() { ByRules = true };

    public async Task<AgentState> RunAsync(AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        var known = RouterFeatures.Of(state);
        // Whoever was waited for in vain is not waited for again.
        if (state.Choices.Any(choice => choice.Reason == RoutingReasons.Unavailable))
            return state with { Choices = state.Choices.Add(Choose(state, known, NoAnswer, run.Seed)) };

        var request = new PredictRequest { States = { state.Choices.Select(choice => choice.State), known }, UseMcts = state.UseMcts };
        var prediction = await run.Recorder.RecordAsync(
            FormattableString.Invariant($"{NodeNames.RouteDecision}/predict-{state.Iteration}"),
            "prediction",
            request,
            async token => await calls.AskAsync(request, run.RunId, token) ?? NoAnswer,
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
            Reason = prediction is { Agent: "", ModelVersion: "" } ? RoutingReasons.Unavailable : null,
            Explored = explored,
            Propensity = propensity,
            DecidedAt = time.GetUtcNow(),
        };
    }
}
