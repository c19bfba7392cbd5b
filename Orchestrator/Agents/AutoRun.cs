using System.Collections.Immutable;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest;
using RoutingDecision = MctsAspire.Protos.Rest.RoutingDecision;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>
/// Lets the agent that the meta-controller names answer by itself. When its answer is there the meta-controller is asked once more: it stands, or another agent works, and the
/// answer is that one's alone. So the first agent's confidence counts, which tells more of a question than the question's own features do.
/// </summary>
internal sealed class AutoRun(AgentWork work, AgentRouter router, DecisionReporter reporter, TimeProvider time) : IRunWork
{
    public bool Does(string kind) => kind == RunKinds.Auto;

    public long SeedOf(RunRequest request) => request.Read<AgentRequest>().Seed!.Value;

    public IReadOnlyList<ConversationTurn>? HistoryOf(RunRequest request) => request.Read<AgentRequest>().History;

    public async Task<RunResult> RunAsync(RunRequest request, ImmutableArray<Turn> history, RunContext run, long arrival, CancellationToken cancellationToken)
    {
        var asked = request.Read<AgentRequest>();
        var begun = time.GetTimestamp();
        var start = new AgentState { Query = asked.Query, UseMcts = true, UseRag = asked.UseRag, History = history };
        var end = await WorkAsync(await work.BeginAsync(asked, start, run, cancellationToken), run, cancellationToken);

        var answer = end.Outputs.First(output => output.Agent == end.LastAgent);
        double? seconds = run.Recorder.IsFresh ? time.GetElapsedTime(begun).TotalSeconds : null;
        reporter.Report(run.RunId, end.Choices, answer.Draft.Probability(), seconds);
        var response = Respond(AgentWork.Respond(request, asked, answer, run, time.GetElapsedTime(arrival)), end);
        return new RunResult(response, asked.Query, response.Response);
    }

    // The outputs are in the order in which the agents worked; the last agent is the one whose answer stands.
    private async Task<AgentState> WorkAsync(AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        state = await router.RunAsync(state with { Iteration = 1 }, run, cancellationToken);
        var first = await work.RunAsync(state.Route[0], state, run, cancellationToken);
        Report(first, run);
        state = state with { Outputs = [first], LastAgent = first.Agent, Limit = first.Limit };

        // With a spent budget nobody else could do better, and nobody else reads a problem.
        if (first.Limit is not null || first.SolvesHeldProblem)
            return state;
        state = await router.RunAsync(state with { Iteration = 2 }, run, cancellationToken);
        if (state.Has(state.Route[0]))
            return state;

        // As it would answer if it had been asked alone: it is given nothing of the first one's.
        var limited = await work.TryAsync(state.Route[0], state, run, cancellationToken);
        if (limited.Result is not { } second)
            return state with { Limit = limited.Limit };
        Report(second, run);
        return state with { Outputs = [first, second], LastAgent = second.Agent, Limit = second.Limit };
    }

    private static void Report(AgentOutput output, RunContext run) =>
        run.Report(RunEvent.AgentResult, new AgentResultEvent(output.Agent, output.Draft.Text, output.Draft.Probability()));

    private static AgentResponse Respond(AgentResponse response, AgentState end) => response with
    {
        MctsStats = end.Outputs.FirstOrDefault(output => output.Search is not null)?.Search!.ToRest(),
        Metadata = response.Metadata with
        {
            StopReason = end.Limit,
            AgentsUsed = [.. end.Outputs.Select(output => output.Agent)],
            Routing = [.. end.Choices.Select(Describe)],
        },
    };

    private static RoutingDecision Describe(RouteChoice choice) => new()
    {
        Agent = choice.Agents[0],
        ByRules = choice.ByRules,
        Reason = choice.Reason,
        Explored = choice.Explored,
        Propensity = choice.Propensity,
        Probabilities = choice.Prediction.Probabilities.Count == AgentNames.All.Length
            ? AgentNames.All.Zip(choice.Prediction.Probabilities).ToDictionary(agent => agent.First, agent => agent.Second, StringComparer.Ordinal)
            : null,
        ModelVersion = choice.Prediction.ModelVersion.Length > 0 ? choice.Prediction.ModelVersion : null,
    };
}
