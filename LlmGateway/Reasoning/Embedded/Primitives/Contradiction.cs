using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Finds sentences of different documents that give different numbers or dates for the same fact.</summary>
internal static class Contradiction
{
    private const int Considered = 6;
    private const double EnoughShare = 0.25;
    private const double SameFact = 0.6;

    /// <summary>The sentence that contradicts the best one; null when none does.</summary>
    /// <param name="pool">The sentences, best first.</param>
    public static Candidate? Find(EvidencePool pool)
    {
        if (pool.Question.Type is not (AnswerType.Number or AnswerType.Time) || pool.Candidates.Count < 2)
            return null;
        var best = pool.Candidates[0];
        var values = Values(pool.Question, best);
        if (values.Count == 0)
            return null;
        foreach (var other in pool.Candidates.Skip(1).Take(Considered))
        {
            if (other.Source.DocumentId == best.Source.DocumentId || other.Share < EnoughShare * best.Share)
                continue;
            var others = Values(pool.Question, other);
            if (others.Count > 0 && !others.Overlaps(values) && SharedWords(pool.Question, best, other) >= SameFact)
                return other;
        }

        return null;
    }

    // Both must be about what the question is about: nearly all of its words that one of them matches, the other matches too.
    private static double SharedWords(Question question, Candidate a, Candidate b)
    {
        double both = 0, either = 0;
        for (var i = 0; i < question.Terms.Length; i++)
        {
            both += question.Terms[i].Weight * Math.Min(a.Matches[i], b.Matches[i]);
            either += question.Terms[i].Weight * Math.Max(a.Matches[i], b.Matches[i]);
        }

        return either <= 0 ? 0 : Math.Min(both / either, Likeness.Of(a, b) / Likeness.Agrees);
    }

    private static HashSet<string> Values(Question question, Candidate candidate)
    {
        var values = new HashSet<string>(StringComparer.Ordinal);
        var kinds = new MentionKind[candidate.Sentence.Length];
        MentionReader.Read(candidate.Passage, candidate.Sentence, kinds);
        var wanted = question.Type == AnswerType.Time ? MentionKind.Time : MentionKind.Number;
        for (var i = 0; i < kinds.Length; i++)
        {
            var token = candidate.Passage.Tokens[candidate.Sentence.FirstToken + i];
            var isWanted = (kinds[i] & wanted) != 0 || (wanted == MentionKind.Time && token.IsNumber && (IsMonth(i - 1) || IsMonth(i + 1)));
            if (isWanted && token.Stem.Length > 0 && char.IsAsciiDigit(token.Stem[0]) && !question.Stems.Contains(token.Stem))
                values.Add(token.Stem);
        }

        return values;

        // "13 July": the day tells as much as the month.
        bool IsMonth(int i) => i >= 0 && i < kinds.Length && (kinds[i] & MentionKind.Time) != 0
            && candidate.Passage.Tokens[candidate.Sentence.FirstToken + i] is { IsCapital: true, IsNumber: false };
    }
}
