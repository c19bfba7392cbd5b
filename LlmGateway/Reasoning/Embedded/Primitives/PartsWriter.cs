using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Answers a question of several parts: the best sentence for each of them.</summary>
internal static class PartsWriter
{
    private const double WholeFrom = 0.85;

    /// <summary>The answer; it says which parts the documents don't answer.</summary>
    /// <param name="pools">The evidence for the whole question, then for each part.</param>
    public static Draft Write(IReadOnlyList<EvidencePool> pools)
    {
        // One sentence that covers the whole question says more than two that cover half of it each.
        if (pools[0].IsAnswerable && pools[0].Candidates[0][Feature.ExactCoverage] >= WholeFrom)
            return AnswerWriter.Write(pools[0]);

        var parts = pools.Skip(1).ToList();
        var answered = parts.Where(part => part.IsAnswerable).ToList();
        if (answered.Count == 0)
            return pools[0].IsAnswerable ? AnswerWriter.Write(pools[0]) : AnswerWriter.Refuse(pools[0]);

        var chosen = new List<Candidate>();
        foreach (var part in answered)
        {
            var best = part.Candidates[0];
            if (!chosen.Any(earlier => Likeness.Of(earlier, best) >= 1))
                chosen.Add(best);
        }

        var draft = new Draft { Text = Quotation.Join(chosen), Answerable = true, Confidence = answered.Min(part => part.Confidence) };
        draft.Citations.AddRange(chosen.Select(Quotation.Cite));
        foreach (var part in answered)
            Contradict(draft, part);
        var open = parts.Where(part => !part.IsAnswerable).Select(part => part.Question.Text).ToList();
        if (open.Count > 0)
        {
            draft.Text += $" The documents do not say: {string.Join(' ', open)}";
            draft.Confidence *= (double)answered.Count / parts.Count;
        }

        AnswerWriter.CiteRunnersUp(pools[0], draft);
        return draft;
    }

    private static void Contradict(Draft draft, EvidencePool part)
    {
        if (Contradiction.Find(part, part.Candidates[0]) is not { } other)
            return;
        draft.Text += $" {AnswerWriter.Disagreement(part.Candidates[0], other)}";
        draft.Citations.Add(Quotation.Cite(other));
        draft.Confidence *= Line.Contradicted;
    }
}
