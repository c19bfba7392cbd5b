using System.Collections.Immutable;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Queries;

/// <summary>Runs the whole state graph for a question.</summary>
internal sealed class QueryRun(StateGraph graph, DecisionReporter reporter, TimeProvider time) : IRunWork
{
    public bool Does(string kind) => kind == RunKinds.Query;

    public long SeedOf(RunRequest request) => request.Read<QueryRequest>().Seed!.Value;

    public IReadOnlyList<ConversationTurn>? HistoryOf(RunRequest request) => request.Read<QueryRequest>().History;

    public async Task<RunResult> RunAsync(RunRequest request, ImmutableArray<Turn> history, RunContext run, long arrival, CancellationToken cancellationToken)
    {
        var query = request.Read<QueryRequest>();
        var start = new AgentState
        {
            Query = query.Query,
            UseMcts = query.UseMcts,
            UseRag = query.UseRag,
            MctsIterations = query.MctsIterations,
            History = history,
            Generation = GenerationContracts.Of(query.Temperature, query.MaxTokens, query.TopP),
        };
        var begun = time.GetTimestamp();
        var end = await graph.RunAsync(start, run, cancellationToken);

        // A run that was taken up took its time in more than one piece.
        double? seconds = run.Recorder.IsFresh ? time.GetElapsedTime(begun).TotalSeconds : null;
        reporter.Report(run.RunId, end.Choices, end.Answer!.Draft.Probability(), seconds);
        var response = Respond(request, query, end, run, time.GetElapsedTime(arrival));
        return new RunResult(response, query.Query, response.Response);
    }

    private static QueryResponse Respond(RunRequest request, QueryRequest query, AgentState end, RunContext run, TimeSpan elapsed)
    {
        var (draft, origin) = end.Answer!;
        return new QueryResponse
        {
            Response = draft.Text,
            Confidence = draft.Probability(),
            AgentsUsed = [.. end.Outputs.Select(output => output.Agent)],
            MctsStats = end.Outputs.FirstOrDefault(output => output.Search is not null)?.Search!.ToRest(),
            ProcessingTimeMs = elapsed.TotalMilliseconds,
            Metadata = new QueryMetadata
            {
                ClientId = request.ClientId,
                ThreadId = request.ThreadId,
                RagEnabled = query.UseRag,
                RunId = run.RunId,
                Seed = run.Seed,
                Provider = origin.Provider,
                Model = origin.Model,
                Answerable = draft.Answerable,
                ConsensusScore = end.ConsensusScore,
                StopReason = end.StopReason!,
                Iterations = end.Iteration,
                ConfidenceScores = end.Outputs.ToDictionary(output => output.Agent, output => output.Draft.Probability(), StringComparer.Ordinal),
                Citations = draft.Citations.ToRest(),
                Usage = run.Recorder.Usage.ToRest(),
            },
        };
    }
}
