using System.Collections.Immutable;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Orchestrator.Searches;
using MctsAspire.Protos.Meta;
using MctsAspire.Protos.Orchestrator;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>
/// Names the agent that shall answer alone: at the start, and once more when its answer is there, which then stands or gives way to that of another one. The
/// meta-controller names it when it is sure, and the rules otherwise: hrm at the start, and whose answer is there afterwards. A question that holds a problem is
/// mcts's: no other agent can read it, so that there is nothing to choose.
/// </summary>
internal sealed class AgentRouter(RouterCalls calls, IOptions<OrchestratorOptions> options, TimeProvider time)
{
    /// <summary>Who shall answer, as one more decision of the run. Once the meta-controller has failed, the rules decide for the rest of the run, and when it is repeated.</summary>
    /// <param name="state">The state, whose iteration is the one to decide on.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<AgentState> RunAsync(AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        var known = RouterFeatures.Of(state);
        // Whoever was waited for in vain is not waited for again.
        if (state.Choices.Any(choice => choice.Reason == RoutingReasons.Unavailable))
            return state with { Choices = state.Choices.Add(Choose(state, known, prediction: null, run.Seed)) };

        var request = new PredictRequest { States = { state.Choices.Select(choice => choice.State), known }, UseMcts = true };
        var answer = await run.Recorder.RecordAsync(
            FormattableString.Invariant($"{NodeNames.RouteDecision}/predict-{state.Iteration}"),
            "prediction",
            request,
            async token => new RouterAnswer { Prediction = await calls.AskAsync(request, run.RunId, token) },
            cancellationToken);
        return state with { Choices = state.Choices.Add(Choose(state, known, answer.Prediction, run.Seed)) };
    }

    private RouteChoice Choose(AgentState state, Features known, Prediction? prediction, long seed)
    {
        var (agent, reason) = Decide(state, prediction);
        ImmutableArray<string> open = reason == RoutingReasons.HeldProblem ? [] : AgentNames.All;
        var (agents, explored, propensity) = Exploration.Apply([agent], open, prediction?.Exploration ?? 0, state, seed);
        return new RouteChoice
        {
            State = known,
            Prediction = prediction ?? new Prediction { ByRules = true },
            Agents = agents,
            ByRules = reason is not null && !explored,
            Reason = explored ? null : reason,
            Explored = explored,
            Propensity = propensity,
            DecidedAt = time.GetUtcNow(),
        };
    }

    // The agent, and why rules named it; null when the model did.
    private (string Agent, string? Reason) Decide(AgentState state, Prediction? prediction)
    {
        if (HeldProblem.Find(state.Query) is not null)
            return (AgentNames.Mcts, RoutingReasons.HeldProblem);

        var byRules = state.LastAgent ?? AgentNames.Hrm;
        if (prediction is null)
            return (byRules, RoutingReasons.Unavailable);
        if (prediction.Probabilities.Count == 0)
            return (byRules, RoutingReasons.NoModel);
        var sure = !prediction.ByRules && prediction.Confidence >= options.Value.RouterConfidence && AgentNames.All.Contains(prediction.Agent);
        return sure ? (prediction.Agent, null) : (byRules, RoutingReasons.NotConfident);
    }
}
