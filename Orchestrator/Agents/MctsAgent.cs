using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Orchestrator.Searches;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>Searches the ways to answer the question from its passages.</summary>
internal sealed class MctsAgent(SearchRunner searches, SearchDefaults defaults) : IAgent
{
    // Whoever waits for a run leaves it, and doesn't stop its search.
    private static readonly Task Never = new TaskCompletionSource().Task;

    public string Name => AgentNames.Mcts;

    public async Task<AgentOutput> RunAsync(AgentTask task, RunContext run, CancellationToken cancellationToken)
    {
        var request = new SearchRequest
        {
            Reasoning = new ReasoningProblem { Query = task.Query, Passages = { task.Passages }, History = { task.History } },
            Seed = run.Seed,
        };
        if (task.MctsIterations is { } iterations)
            request.Iterations = iterations;
        defaults.Fill(request);

        var found = await run.Recorder.RecordAsync(
            "mcts/search",
            "search",
            request,
            token =>
            {
                request.RunId = run.RunId;
                (request.ClientId, request.ThreadId) = run.Payer;
                return searches.RunAsync(request, progress => run.Report(RunEvent.SearchProgress, progress.ToRest()), stopping: Never, token);
            },
            cancellationToken);
        return new AgentOutput { Agent = Name, Draft = found.Answer, Origin = (found.Provider, found.Model), Search = found, Limit = found.StopReason == StopReasons.Budget ? StopReasons.Budget : null };
    }
}
