using System.Runtime.ExceptionServices;
using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Retrieval;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Orchestrator.Telemetry;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>
/// retrieve_context → route_decision → hrm | trm | mcts → aggregate_results → evaluate_consensus → synthesize, or back to
/// route_decision. The answer is a function of the state at the start and of what the run's recorder answers.
/// </summary>
internal sealed class StateGraph(
    ContextRetrieval retrieval,
    RouteDecision routing,
    Synthesis synthesis,
    IEnumerable<IAgent> agents,
    IOptions<OrchestratorOptions> options,
    TimeProvider time)
{
    private readonly Dictionary<string, IAgent> _agents = agents.ToDictionary(agent => agent.Name, StringComparer.Ordinal);

    /// <summary>Runs a query to its answer.</summary>
    /// <exception cref="OperationTimeoutException">The run's time was over before any agent gave a result.</exception>
    /// <exception cref="BudgetException">The budget was spent before any agent gave a result.</exception>
    /// <exception cref="FrameworkException">A call failed.</exception>
    public async Task<AgentState> RunAsync(AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        state = await NodeAsync(run, NodeNames.RetrieveContext, state, () => retrieval.RunAsync(state, run, cancellationToken));
        do
        {
            state = await IterateAsync(state with { Iteration = state.Iteration + 1 }, run, cancellationToken);
        }
        while (state.StopReason is null);

        if (state.Outputs.IsEmpty)
            throw NothingToAnswerWith(state);
        return await NodeAsync(run, NodeNames.Synthesize, state, () => synthesis.RunAsync(state, run, cancellationToken));
    }

    private async Task<AgentState> IterateAsync(AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        var decided = await RunLimits.RunAsync(
            run,
            FormattableString.Invariant($"{NodeNames.RouteDecision}-{state.Iteration}"),
            token => NodeAsync(run, NodeNames.RouteDecision, state, () => routing.RunAsync(state, run, token)),
            cancellationToken);
        if (decided.Result is null)
            return state with { Limit = decided.Limit, LimitDetail = decided.Detail, LimitRetryAfter = decided.RetryAfter, StopReason = decided.Limit };

        state = decided.Result;
        var results = await RunAgentsAsync(state, run, cancellationToken);
        state = await NodeAsync(run, NodeNames.AggregateResults, state, () => Task.FromResult(Aggregate(state, results)));
        return await NodeAsync(run, NodeNames.EvaluateConsensus, state, () => Task.FromResult(Evaluate(state)));
    }

    // All at once. When one fails, the others are stopped, and the first failure in the order of the route is the run's.
    private async Task<Limited<AgentOutput>[]> RunAgentsAsync(AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        using var siblings = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = state.Route.Select(agent => RunAgentAsync(_agents[agent], state, run, siblings)).ToList();
        await ((Task)Task.WhenAll(working)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        cancellationToken.ThrowIfCancellationRequested();
        var failure = working.Where(work => work.IsFaulted).Select(work => work.Exception!.InnerException!).FirstOrDefault(failure => failure is not OperationCanceledException);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return await Task.WhenAll(working);
    }

    private async Task<Limited<AgentOutput>> RunAgentAsync(IAgent agent, AgentState state, RunContext run, CancellationTokenSource siblings)
    {
        var task = AgentTask.Of(state);
        try
        {
            var result = await RunLimits.RunAsync(run, agent.Name, token => NodeAsync(run, agent.Name, state, () => agent.RunAsync(task, run, token)), siblings.Token);
            if (result.Result is { } output)
                run.Report(RunEvent.AgentResult, new AgentResultEvent(agent.Name, output.Draft.Text, output.Draft.Probability()));
            return result;
        }
        catch
        {
            await siblings.CancelAsync();
            throw;
        }
    }

    // In the order of the agents, whichever came first.
    private AgentState Aggregate(AgentState state, Limited<AgentOutput>[] results)
    {
        var given = results.Where(result => result.Result is not null).Select(result => result.Result!).ToList();
        return state with
        {
            Outputs = [.. state.Outputs.Concat(given).OrderBy(output => AgentNames.All.IndexOf(output.Agent))],
            LastAgent = given.LastOrDefault()?.Agent ?? state.LastAgent,
            Passages = PassagePool.Merge([state.Passages, .. given.Select(output => output.Found)], options.Value.PassagesPerRun),
            Limit = results.Select(result => result.Limit ?? result.Result?.Limit).FirstOrDefault(limit => limit is not null),
            LimitDetail = results.Select(result => result.Detail).FirstOrDefault(detail => detail.Length > 0) ?? "",
            LimitRetryAfter = results.Max(result => result.RetryAfter),
        };
    }

    private AgentState Evaluate(AgentState state)
    {
        state = state with { ConsensusScore = Consensus.Score(state.Outputs) };
        return state with { StopReason = Routing.Stop(state, options.Value) };
    }

    private async Task<T> NodeAsync<T>(RunContext run, string node, AgentState state, Func<Task<T>> work)
    {
        using var activity = OrchestratorTelemetry.Source.StartActivity(node);
        activity?.SetTag("iteration", state.Iteration);
        run.Report(RunEvent.NodeStarted, new NodeStartedEvent(node, state.Iteration, run.RunId));
        var begun = time.GetTimestamp();
        var result = await work();
        run.Report(RunEvent.NodeFinished, new NodeFinishedEvent(node, state.Iteration, time.GetElapsedTime(begun).TotalMilliseconds));
        return result;
    }

    private FrameworkException NothingToAnswerWith(AgentState state) => state.StopReason == StopReasons.Budget
        ? new BudgetException($"The budget was spent before any agent gave a result. {state.LimitDetail}".TrimEnd(), state.LimitRetryAfter)
        : new OperationTimeoutException($"No agent gave a result within the {options.Value.RunTimeoutSeconds} seconds of a run. Ask for fewer iterations.");
}
