using System.Collections.Immutable;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Orchestrator.Retrieval;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Orchestrator;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>Takes the question apart, answers each part from passages of its own, and merges the answers.</summary>
internal sealed class HrmAgent(ReasoningCalls reasoning, Retriever retriever, IOptions<OrchestratorOptions> options) : IAgent
{
    public string Name => AgentNames.Hrm;

    public async Task<AgentOutput> RunAsync(AgentTask task, RunContext run, CancellationToken cancellationToken)
    {
        var decompose = new DecomposeRequest
        {
            Query = task.Query,
            Passages = { task.Passages },
            History = { task.History },
            MaxSubQuestions = options.Value.MaxSubQuestions,
        };
        var parts = await reasoning.DecomposeAsync(run, "hrm/decompose", decompose, cancellationToken);
        var questions = parts.SubQuestions.Take(options.Value.MaxSubQuestions).ToList();
        if (questions.Count < 2)
            return await AnswerWholeAsync(task, run, questions is [var only] ? only : task.Query, cancellationToken);

        var answers = new (Limited<DraftResponse> Draft, IReadOnlyList<Passage> Passages)[questions.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Value.ParallelSubQuestions, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, questions.Count, parallel, async (i, token) => answers[i] = await AnswerPartAsync(task, run, questions[i], i + 1, token));

        // In the order of the parts, whichever was answered first.
        var found = PassagePool.Merge([.. answers.Select(answer => answer.Passages)], options.Value.PassagesPerRun);
        if (answers.Select(answer => answer.Draft.Limit).FirstOrDefault(limit => limit is not null) is { } limit)
            return Best(answers, found, limit);
        var synthesize = new SynthesizeRequest
        {
            Query = task.Query,
            Drafts = { answers.Select(answer => new AgentDraft { Agent = Name, Draft = answer.Draft.Result!.Draft }) },
            Passages = { PassagePool.Merge([task.Passages, found], options.Value.PassagesPerRun) },
            History = { task.History },
            Generation = task.Generation,
        };
        var merging = await RunLimits.WithinBudgetAsync(run, "hrm/synthesize", () => reasoning.SynthesizeAsync(run, "hrm/synthesize", synthesize, cancellationToken), cancellationToken);
        return merging.Result is { } merged
            ? new AgentOutput { Agent = Name, Draft = merged.Draft, Origin = (merged.Origin.Provider, merged.Origin.Model), Found = found }
            : Best(answers, found, merging.Limit!);
    }

    // The budget ended: the surest answer to a part is what there is.
    private AgentOutput Best((Limited<DraftResponse> Draft, IReadOnlyList<Passage> Passages)[] answers, ImmutableArray<Passage> found, string limit)
    {
        var best = answers.Select(answer => answer.Draft.Result).OfType<DraftResponse>().MaxBy(draft => (draft.Draft.Answerable, draft.Draft.Probability()))
            ?? throw Refusal(answers[0].Draft);
        return new AgentOutput { Agent = Name, Draft = best.Draft, Origin = (best.Origin.Provider, best.Origin.Model), Found = found, Limit = limit };
    }

    private static BudgetException Refusal(Limited<DraftResponse> refused) =>
        new($"The budget was spent before any part of the question was answered. {refused.Detail}".TrimEnd(), refused.RetryAfter);

    private async Task<AgentOutput> AnswerWholeAsync(AgentTask task, RunContext run, string question, CancellationToken cancellationToken)
    {
        var answer = await reasoning.AnswerAsync(run, "hrm/answer-1", Ask(task, question, task.Passages), cancellationToken);
        return new AgentOutput { Agent = Name, Draft = answer.Draft, Origin = (answer.Origin.Provider, answer.Origin.Model) };
    }

    private async Task<(Limited<DraftResponse> Draft, IReadOnlyList<Passage> Passages)> AnswerPartAsync(AgentTask task, RunContext run, string question, int number, CancellationToken cancellationToken)
    {
        IReadOnlyList<Passage> own = [];
        if (task.UseRag)
        {
            // "And when was it built?" is understood by the whole question that it is a part of.
            var retrieval = new RetrievalRequest
            {
                Query = question,
                History = { task.History, new Turn { Query = task.Query } },
                Limit = options.Value.PassagesPerQuestion,
            };
            var retrieved = await run.Recorder.RecordAsync(
                FormattableString.Invariant($"hrm/retrieve-{number}"), "retrieval", retrieval, token => retriever.RetrieveAsync(retrieval, token), cancellationToken);
            own = retrieved.Passages;
        }

        var passages = PassagePool.Merge([own, task.Passages], options.Value.PassagesPerRun);
        var step = FormattableString.Invariant($"hrm/answer-{number}");
        var draft = await RunLimits.WithinBudgetAsync(run, step, () => reasoning.AnswerAsync(run, step, Ask(task, question, passages), cancellationToken), cancellationToken);
        return (draft, own);
    }

    private static AnswerRequest Ask(AgentTask task, string question, IEnumerable<Passage> passages) =>
        new() { Query = question, Passages = { passages }, History = { task.History }, Generation = task.Generation };
}
