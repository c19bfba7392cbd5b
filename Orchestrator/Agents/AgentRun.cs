using System.Collections.Immutable;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>Lets one agent answer by itself.</summary>
internal sealed class AgentRun(AgentWork work, TimeProvider time) : IRunWork
{
    public bool Does(string kind) => AgentNames.All.Contains(kind);

    public long SeedOf(RunRequest request) => request.Read<AgentRequest>().Seed!.Value;

    public IReadOnlyList<ConversationTurn>? HistoryOf(RunRequest request) => request.Read<AgentRequest>().History;

    public async Task<RunResult> RunAsync(RunRequest request, ImmutableArray<Turn> history, RunContext run, long arrival, CancellationToken cancellationToken)
    {
        var asked = request.Read<AgentRequest>();
        var begun = new AgentState { Query = asked.Query, UseMcts = request.Kind == AgentNames.Mcts, UseRag = asked.UseRag, History = history };
        var state = await work.BeginAsync(asked, begun, run, cancellationToken);
        var output = await work.RunAsync(request.Kind, state, run, cancellationToken);
        var response = AgentWork.Respond(request, asked, output, run, time.GetElapsedTime(arrival));
        return new RunResult(response, asked.Query, response.Response);
    }
}
