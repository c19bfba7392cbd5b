using MctsAspire.Orchestrator.Configuration;
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
        if (options.Value.MaxRefinements > 0)
            best = await RefineAsync(task, run, best, cancellationToken);
        return new AgentOutput { Agent = Name, Draft = best.Draft, Origin = (best.Origin.Provider, best.Origin.Model) };
    }

    private async Task<DraftResponse> RefineAsync(AgentTask task, RunContext run, DraftResponse best, CancellationToken cancellationToken)
    {
        var critique = await CritiqueAsync(task, run, best.Draft, 1, cancellationToken);
        for (var round = 1; round <= options.Value.MaxRefinements && critique.Issues.Count > 0; round++)
        {
            var refine = new RefineRequest { Query = task.Query, Draft = best.Draft, Critique = critique, Passages = { task.Passages }, Generation = task.Generation };
            var refined = await reasoning.RefineAsync(run, FormattableString.Invariant($"trm/refine-{round}"), refine, cancellationToken);
            if (refined.Draft.Text == best.Draft.Text)
                return best;

            var next = await CritiqueAsync(task, run, refined.Draft, round + 1, cancellationToken);
            if (!(next.Score > critique.Score))
                return best;
            (best, critique) = (refined, next);
        }

        return best;
    }

    private async Task<Critique> CritiqueAsync(AgentTask task, RunContext run, Draft draft, int number, CancellationToken cancellationToken)
    {
        var request = new CritiqueRequest { Query = task.Query, Draft = draft, Passages = { task.Passages }, Generation = task.Generation };
        return (await reasoning.CritiqueAsync(run, FormattableString.Invariant($"trm/critique-{number}"), request, cancellationToken)).Critique;
    }
}
