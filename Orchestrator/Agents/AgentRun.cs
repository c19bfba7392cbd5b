using System.Collections.Immutable;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>Lets one agent answer by itself.</summary>
internal sealed class AgentRun(ContextRetrieval retrieval, IEnumerable<IAgent> agents, TimeProvider time) : IRunWork
{
    public bool Does(string kind) => AgentNames.All.Contains(kind);

    public long SeedOf(RunRequest request) => request.Read<AgentRequest>().Seed!.Value;

    public IReadOnlyList<ConversationTurn>? HistoryOf(RunRequest request) => request.Read<AgentRequest>().History;

    public async Task<RunResult> RunAsync(RunRequest request, ImmutableArray<Turn> history, RunContext run, long arrival, CancellationToken cancellationToken)
    {
        var asked = request.Read<AgentRequest>();
        var state = new AgentState { Query = asked.Query, UseMcts = request.Kind == AgentNames.Mcts, UseRag = asked.UseRag, History = history };
        state = await retrieval.RunAsync(state, run, cancellationToken);
        var task = new AgentTask
        {
            Query = asked.Query,
            Passages = state.Passages,
            History = history,
            UseRag = asked.UseRag,
            MctsIterations = asked.MctsIterations,
            Generation = GenerationContracts.Of(asked.Temperature, asked.MaxTokens, asked.TopP),
        };

        var agent = agents.First(agent => agent.Name == request.Kind);
        var limited = await RunLimits.RunAsync(run, agent.Name, token => agent.RunAsync(task, run, token), cancellationToken);
        var output = limited.Result ?? throw (limited.Limit == StopReasons.Budget
            ? new BudgetException($"The budget was spent before the agent gave its result. {limited.Detail}".TrimEnd(), limited.RetryAfter)
            : new OperationTimeoutException("The agent gave no result within the time of a run. Ask for fewer iterations."));

        var response = Respond(request, asked, output, run, time.GetElapsedTime(arrival));
        return new RunResult(response, asked.Query, response.Response);
    }

    private static AgentResponse Respond(RunRequest request, AgentRequest asked, AgentOutput output, RunContext run, TimeSpan elapsed) => new()
    {
        Agent = output.Agent,
        Response = output.Draft.Text,
        Confidence = output.Draft.Probability(),
        MctsStats = output.Search?.ToRest(),
        ProcessingTimeMs = elapsed.TotalMilliseconds,
        Metadata = new AgentMetadata
        {
            ClientId = request.ClientId,
            ThreadId = request.ThreadId,
            RagEnabled = asked.UseRag,
            RunId = run.RunId,
            Seed = run.Seed,
            Provider = output.Origin.Provider,
            Model = output.Origin.Model,
            Answerable = output.Draft.Answerable,
            Citations = output.Draft.Citations.ToRest(),
            StopReason = output.Limit,
            Usage = run.Recorder.Usage.ToRest(),
        },
    };
}
