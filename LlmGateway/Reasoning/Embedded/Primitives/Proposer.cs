using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Proposes how a line of reasoning goes on: first a strategy, then evidence, then its end.</summary>
internal static class Proposer
{
    private const int LabelLength = 80;
    private const int MostEvidence = 4;

    /// <summary>Proposals from a state, best first; their priors sum to 1.</summary>
    /// <param name="pool">The sentences, best first.</param>
    /// <param name="state">How far the line has come.</param>
    /// <param name="most">How many proposals at most.</param>
    public static List<Proposal> Propose(EvidencePool pool, ReasoningState state, int most)
    {
        if (state.Concluded)
            return [];
        var proposals = state.Strategy.Length == 0 && state.Evidence.Count == 0 ? Strategies(pool) : Steps(pool, state, most);
        if (proposals.Count > most)
            proposals.RemoveRange(most, proposals.Count - most);
        var sum = proposals.Sum(proposal => proposal.Prior);
        foreach (var proposal in proposals)
            proposal.Prior /= sum;
        return proposals;
    }

    private static List<Proposal> Strategies(EvidencePool pool)
    {
        var top = pool.Candidates.Count == 0 ? 0 : pool.Candidates[0].Share;
        var isBroad = pool.Question.Type is AnswerType.List or AnswerType.Manner or AnswerType.Statement or AnswerType.Reason;
        var parts = Decomposer.Split(pool.Question.Text, 4).Count;
        var weights = new List<(string Strategy, double Weight)>
        {
            (Strategy.Direct, 0.4 + (isBroad ? 0 : 0.4) + (0.4 * top)),
            (Strategy.Broad, 0.3 + (isBroad ? 0.5 : 0) + (0.3 * (1 - top))),
            (Strategy.ByAspect, 0.2 + (parts > 1 ? 1.2 : 0)),
        };
        if (pool.Candidates.Select(candidate => candidate.Source.DocumentId).Distinct(StringComparer.Ordinal).Skip(1).Any())
            weights.Add((Strategy.ByDocument, 0.2));
        return [.. weights.OrderByDescending(pair => pair.Weight).Select(pair => new Proposal { Strategy = pair.Strategy, Label = $"strategy: {pair.Strategy}", Prior = pair.Weight })];
    }

    private static List<Proposal> Steps(EvidencePool pool, ReasoningState state, int most)
    {
        var chosen = new List<Candidate>();
        foreach (var citation in state.Evidence)
        {
            if (Quotation.Find(pool, citation) is { } found)
                chosen.Add(found);
        }

        var here = new Line(pool, chosen);
        var proposals = new List<Proposal>
        {
            new() { Conclude = true, Label = chosen.Count == 0 ? "conclude: the documents do not say" : "conclude", Prior = 0.05 + (here.Value * (chosen.Count == 0 ? 0.3 : 0.8)) },
        };
        if (chosen.Count < MostEvidence)
        {
            foreach (var (candidate, prior) in Strategy.Rank(state.Strategy, pool, chosen).Take(Math.Max(0, most - 1)))
                proposals.Add(new Proposal { Evidence = Quotation.Cite(candidate), Label = Label(candidate), Prior = 0.01 + prior });
        }

        // A stable sort: equal priors keep the order of rank.
        return [.. proposals.OrderByDescending(proposal => proposal.Prior)];
    }

    // The place makes it unique even when two documents hold the same sentence.
    private static string Label(Candidate candidate)
    {
        var text = Quotation.Join([candidate]).ReplaceLineEndings(" ");
        if (text.Length > LabelLength)
        {
            var cut = text.LastIndexOf(' ', LabelLength);
            cut = cut > LabelLength / 2 ? cut : LabelLength - 1;
            text = string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[cut - 1]) ? cut - 1 : cut), "…");
        }

        return $"cite {candidate.Source.DocumentId}@{Likeness.AbsoluteStart(candidate)}-{Likeness.AbsoluteEnd(candidate)}: {text}";
    }
}
