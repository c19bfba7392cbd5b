using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Writes a draft anew: keeps what is worth keeping, adds what the critique misses, drops what repeats.</summary>
internal static class Refiner
{
    private const int MostSentences = 4;
    private const double LeastShare = 0.02;

    /// <summary>The new draft; the old one's evidence when no change makes it better.</summary>
    /// <param name="pool">The sentences of the passages, best first.</param>
    /// <param name="draft">The old draft.</param>
    /// <param name="critique">What is wrong with it.</param>
    public static Draft Refine(EvidencePool pool, Draft draft, Critique critique)
    {
        if (!pool.IsAnswerable)
            return AnswerWriter.Refuse(pool);
        var kept = Quotation.EvidenceOf(pool, draft);
        if (kept.Count == 0)
            return AnswerWriter.Write(pool);

        var best = new Line(pool, kept);
        foreach (var changed in Changes(pool, kept, critique))
        {
            var line = new Line(pool, changed);
            if (line.Value > best.Value)
                best = line;
        }

        var chosen = best.Evidence;
        var refined = AnswerWriter.Write(pool, chosen, Confidence(pool, chosen));
        AnswerWriter.CiteRunnersUp(pool, refined);
        return refined;
    }

    // The calibrated probability belongs to the best sentence; another one in its place is less sure in proportion.
    internal static double Confidence(EvidencePool pool, IReadOnlyList<Candidate> chosen) =>
        Math.Clamp(pool.Confidence * chosen[0].Share / Math.Max(1e-12, pool.Candidates[0].Share), 0, 1);

    private static IEnumerable<List<Candidate>> Changes(EvidencePool pool, List<Candidate> kept, Critique critique)
    {
        var distinct = WithoutRepeats(kept);
        yield return distinct;
        yield return WithoutRepeats([pool.Candidates[0], .. distinct]);
        yield return AnswerWriter.Choose(pool);
        var addition = Addition(pool, distinct, critique);
        if (addition is not null)
        {
            yield return WithoutRepeats([.. distinct, addition]);
            yield return WithoutRepeats([pool.Candidates[0], .. distinct, addition]);
        }

        for (var i = 1; i < distinct.Count; i++)
            yield return [.. distinct.Take(i)];
    }

    // The best sentence that has a word which the critique misses.
    private static Candidate? Addition(EvidencePool pool, List<Candidate> kept, Critique critique)
    {
        var stems = critique.Missing.SelectMany(missing => QuestionReader.Read(missing).Stems).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < pool.Candidates.Count && pool.Candidates[i].Share >= LeastShare; i++)
        {
            var candidate = pool.Candidates[i];
            if (!kept.Contains(candidate) && pool.Question.Terms.Where((term, t) => stems.Contains(term.Stem) && candidate.Matches[t] > 0).Any())
                return candidate;
        }

        return null;
    }

    private static List<Candidate> WithoutRepeats(IEnumerable<Candidate> candidates)
    {
        var distinct = new List<Candidate>();
        foreach (var candidate in candidates)
        {
            if (distinct.Count < MostSentences && !distinct.Any(earlier => Likeness.Of(earlier, candidate) >= Likeness.Repeats))
                distinct.Add(candidate);
        }

        return distinct;
    }
}
