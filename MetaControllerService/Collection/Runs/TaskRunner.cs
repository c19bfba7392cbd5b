using MctsAspire.MetaControllerService.Collection.Tasks;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>Runs every agent, and the whole graph, on a task and measures what comes out.</summary>
/// <param name="gateway">The app.</param>
/// <param name="seed">Of every run, and of the policy that logs.</param>
internal sealed class TaskRunner(GatewayClient gateway, int seed)
{
    // What is no call to a language model and no search.
    private static readonly HashSet<string> Free = new(["retrieval", "prediction", "limit"], StringComparer.Ordinal);

    private static readonly Agent[] Agents = Enum.GetValues<Agent>();

    /// <summary>Runs a task.</summary>
    public async Task<TaskRecord> RunAsync(RoutingTask task, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<string, AgentOutcome>(StringComparer.Ordinal);
        var states = new Dictionary<string, StateRecord>(StringComparer.Ordinal) { [TaskRecord.Start] = StateRecord.Start(task.Query, task.UseRag) };
        foreach (var agent in Agents)
        {
            var outcome = await AskAsync(task, agent, cancellationToken);
            outcomes.Add(agent.Name(), outcome);
            states.Add(agent.Name(), states[TaskRecord.Start].After(agent, outcome));
        }

        outcomes.Add(TaskRecord.Graph, await QueryAsync(task, useMcts: true, cancellationToken));
        outcomes.Add(TaskRecord.GraphWithoutSearch, await QueryAsync(task, useMcts: false, cancellationToken));
        return new TaskRecord
        {
            Task = task.Id,
            Kind = task.Kind,
            Part = task.Part,
            Query = task.Query,
            Outcomes = outcomes,
            States = states,
            Logged = Log(UniformPolicy.Choose(seed, task.Id), outcomes),
        };
    }

    /// <summary>Lets the app name the agent that answers a task.</summary>
    public async Task<RoutedOutcome> RouteAsync(RoutingTask task, CancellationToken cancellationToken)
    {
        var answer = await gateway.RouteAsync(Request(task), cancellationToken);
        return answer.Metadata.Routing is [.., var decision]
            ? new(await MeasureAsync(task, answer, cancellationToken), answer.Agent, decision)
            : throw new ServiceUnavailableException("The app's answer to agents/auto does not say how the agent was named. Start an app of this version.");
    }

    private static LoggedChoice[] Log((Agent First, Agent Second) chosen, Dictionary<string, AgentOutcome> outcomes)
    {
        var (first, second) = (chosen.First.Name(), chosen.Second.Name());
        return
        [
            new([], first, UniformPolicy.Propensity, null, outcomes[first].Cost),
            new([first], second, UniformPolicy.Propensity, outcomes[second].Score, first == second ? 0 : outcomes[second].Cost),
        ];
    }

    private async Task<AgentOutcome> AskAsync(RoutingTask task, Agent agent, CancellationToken cancellationToken)
    {
        var answer = await gateway.AskAsync(agent, Request(task), cancellationToken);
        return await MeasureAsync(task, answer, cancellationToken);
    }

    private AgentRequest Request(RoutingTask task) => new() { Query = task.Query, UseRag = task.UseRag, Seed = seed };

    private async Task<AgentOutcome> MeasureAsync(RoutingTask task, AgentResponse answer, CancellationToken cancellationToken) => new(
        task.Expected.Score(answer.Response, answer.Metadata.Answerable),
        await CostAsync(answer.Metadata.RunId, answer.MctsStats, cancellationToken),
        answer.Confidence,
        answer.Metadata.Answerable,
        Math.Round(answer.ProcessingTimeMs, 1),
        answer.MctsStats is { } stats ? Scaled(stats) : null);

    private async Task<AgentOutcome> QueryAsync(RoutingTask task, bool useMcts, CancellationToken cancellationToken)
    {
        var answer = await gateway.QueryAsync(new QueryRequest { Query = task.Query, UseRag = task.UseRag, UseMcts = useMcts, Seed = seed }, cancellationToken);
        return new AgentOutcome(
            task.Expected.Score(answer.Response, answer.Metadata.Answerable),
            await CostAsync(answer.Metadata.RunId, answer.MctsStats, cancellationToken),
            answer.Confidence,
            answer.Metadata.Answerable,
            Math.Round(answer.ProcessingTimeMs, 1),
            AgentsUsed: answer.AgentsUsed);
    }

    // As the Orchestrator shows it to the router.
    private static double Scaled(MctsStats stats)
    {
        var value = stats.BestActionValue ?? 0;
        if (stats is { BestActionValue: not null, ReturnsLow: { } low, ReturnsHigh: { } high } && high > low)
            value = (value - low) / (high - low);
        return Math.Clamp(value, 0, 1);
    }

    private async Task<double> CostAsync(string runId, MctsStats? search, CancellationToken cancellationToken)
    {
        var run = await gateway.RunAsync(runId, cancellationToken);
        return run.Steps.Count(step => !Free.Contains(step.Kind)) + (search?.CacheMisses ?? 0);
    }
}
