using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Orchestrator.Searches;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>Searches the ways to answer the question from its passages; a question that holds a problem, the ways to solve that.</summary>
internal sealed class MctsAgent(SearchRunner searches, SearchDefaults defaults) : IAgent
{
    // Whoever waits for a run leaves it, and doesn't stop its search.
    private static readonly Task Never = new TaskCompletionSource().Task;

    public string Name => AgentNames.Mcts;

    public async Task<AgentOutput> RunAsync(AgentTask task, RunContext run, CancellationToken cancellationToken)
    {
        var held = HeldProblem.Find(task.Query);
        var request = new SearchRequest { Seed = run.Seed };
        if (held is not null)
            request.Domain = held;
        else
            request.Reasoning = new ReasoningProblem { Query = task.Query, Passages = { task.Passages }, History = { task.History } };
        if (task.MctsIterations is { } iterations)
            request.Iterations = iterations;
        defaults.Fill(request);

        var found = await run.Recorder.RecordAsync(
            "mcts/search",
            "search",
            request,
            async token =>
            {
                request.RunId = run.RunId;
                (request.ClientId, request.ThreadId) = run.Payer;
                try
                {
                    return await searches.RunAsync(request, progress => run.Report(RunEvent.SearchProgress, progress.ToRest()), stopping: Never, token);
                }
                catch (ValidationException refused) when (held is not null)
                {
                    throw new ValidationException($"query ({HeldProblem.FieldOf(refused.Field)})", refused.Problem, refused);
                }
            },
            cancellationToken);
        return new AgentOutput
        {
            Agent = Name,
            Draft = held is null ? found.Answer : HeldProblem.Answer(found),
            Origin = held is null ? (found.Provider, found.Model) : (HeldProblem.Provider, held.Name),
            Search = found,
            SolvesHeldProblem = held is not null,
            Limit = found.StopReason == StopReasons.Budget ? StopReasons.Budget : null,
        };
    }
}
