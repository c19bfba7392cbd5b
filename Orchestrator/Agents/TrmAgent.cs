using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Llm;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>Drafts an answer, and has it criticised and written anew until nothing is wrong with it or it gets no better.</summary>
internal sealed class TrmAgent(ReasoningCalls reasoning, IOptions<OrchestratorOptions> options) : IAgent
{
    public string Name => AgentNames.Trm;

    public async Task<AgentOutput> RunAsync(AgentTask task, RunContext run, CancellationToken cancellationToken)
    {
        var ask = new AnswerRequest { Query = task.Query, Passages = { task.Passages }, History = { task.History }, Generation = task.Generation };
        var best = await reasoning.AnswerAsync(run, "trm/answer", ask, cancellationToken);
        string? limit = null;
        if (options.Value.MaxRefinements > 0)
            (best, limit) = await RefineAsync(task, run, best, cancellationToken);
        return new AgentOutput { Agent = Name, Draft = best.Draft, Origin = (best.Origin.Provider, best.Origin.Model), Limit = limit };
    }

    // The best draft so far is an answer, whatever the budget allows beyond it.
    private async Task<(DraftResponse Best, string? Limit)> RefineAsync(AgentTask task, RunContext run, DraftResponse best, CancellationToken cancellationToken)
    {
        var first = await CritiqueAsync(task, run, best.Draft, 1, cancellationToken);
        if (first.Result is not { } critique)
            return (best, first.Limit);
        for (var round = 1; round <= options.Value.MaxRefinements && critique.Issues.Count > 0; round++)
        {
            var refine = new RefineRequest { Query = task.Query, Draft = best.Draft, Critique = critique, Passages = { task.Passages }, Generation = task.Generation };
            var step = FormattableString.Invariant($"trm/refine-{round}");
            var refined = await RunLimits.WithinBudgetAsync(run, step, () => reasoning.RefineAsync(run, step, refine, cancellationToken), cancellationToken);
            if (refined.Result is not { } draft)
                return (best, refined.Limit);
            if (draft.Draft.Text == best.Draft.Text)
                return (best, null);

            var next = await CritiqueAsync(task, run, draft.Draft, round + 1, cancellationToken);
            if (next.Result is null)
                return (best, next.Limit);
            if (!(next.Result.Score > critique.Score))
                return (best, null);
            (best, critique) = (draft, next.Result);
        }

        return (best, null);
    }

    private async Task<Limited<Critique>> CritiqueAsync(AgentTask task, RunContext run, Draft draft, int number, CancellationToken cancellationToken)
    {
        var request = new CritiqueRequest { Query = task.Query, Draft = draft, Passages = { task.Passages }, Generation = task.Generation };
        var step = FormattableString.Invariant($"trm/critique-{number}");
        return await RunLimits.WithinBudgetAsync(
            run, step, async () => (await reasoning.CritiqueAsync(run, step, request, cancellationToken)).Critique, cancellationToken);
    }
}
