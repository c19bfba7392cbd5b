using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Holds a draft against the question and the passages and says what is wrong with it.</summary>
internal static class Critic
{
    private const double Uncovered = 0.5;
    private const double HeavyTerm = 0.6;
    private const double IssueCost = 0.08;

    /// <summary>What is wrong with a draft, what it leaves open, and how good it is.</summary>
    /// <param name="pool">The sentences of the passages, best first.</param>
    /// <param name="draft">The draft.</param>
    public static Critique Judge(EvidencePool pool, Draft draft)
    {
        var critique = new Critique();
        if (!draft.Answerable)
        {
            if (pool.IsAnswerable)
                critique.Issues.Add("The draft says that the documents hold no answer, but a passage does.");
            critique.Score = new Line(pool, []).Value;
            return critique;
        }

        var chosen = Quotation.EvidenceOf(pool, draft);
        var lost = draft.Citations.Count(citation => Quotation.Find(pool, citation) is null);
        if (lost > 0)
            critique.Issues.Add($"{lost} of {draft.Citations.Count} citations are not in the passages.");
        if (chosen.Count == 0)
        {
            critique.Issues.Add("No passage supports the draft.");
            critique.Missing.AddRange(Missing(pool, chosen));
            return critique;
        }

        var line = new Line(pool, chosen);
        if (!pool.IsAnswerable)
            critique.Issues.Add("The passages hardly support any answer: the question may have none in the documents.");
        else if (!chosen.Contains(pool.Candidates[0]))
            critique.Issues.Add("The passages hold a better supported sentence than those quoted.");
        if (WrongType(pool, chosen) is { } expected)
            critique.Issues.Add($"The question asks for {expected}; the draft names none.");
        var missing = Missing(pool, chosen);
        if (missing.Count > 0)
            critique.Issues.Add($"The draft does not cover {string.Join(", ", missing.Select(term => $"“{term}”"))}.");
        if (line.Repeats > 0)
            critique.Issues.Add("The draft says the same thing twice.");
        critique.Missing.AddRange(missing);
        critique.Score = Math.Clamp(line.Value - (IssueCost * critique.Issues.Count), 0, 1);
        return critique;
    }

    /// <summary>What the question asks for when none of the sentences names one; null when one does or when it can't be told.</summary>
    /// <param name="pool">The sentences.</param>
    /// <param name="chosen">Those that the draft quotes.</param>
    public static string? WrongType(EvidencePool pool, IReadOnlyList<Candidate> chosen)
    {
        var (feature, name) = pool.Question.Type switch
        {
            AnswerType.Person => (Feature.PersonFound, "a person or group"),
            AnswerType.Time => (Feature.TimeFound, "a time"),
            AnswerType.Number => (Feature.NumberFound, "a number"),
            AnswerType.Place => (Feature.PlaceFound, "a place"),
            _ => (Feature.Coverage, ""),
        };
        return name.Length > 0 && chosen.All(candidate => candidate[feature] <= 0) ? name : null;
    }

    /// <summary>The telling words of the question that no chosen sentence, nor what stands around it, covers.</summary>
    /// <param name="pool">The sentences.</param>
    /// <param name="chosen">Those that the draft quotes.</param>
    public static List<string> Missing(EvidencePool pool, IReadOnlyList<Candidate> chosen)
    {
        var missing = new List<string>();
        for (var i = 0; i < pool.Question.Terms.Length; i++)
        {
            var term = pool.Question.Terms[i];
            if (term.Kind is TermKind.Carried || term.Weight < HeavyTerm || chosen.Any(candidate => candidate.Matches[i] >= Uncovered || candidate.Around[i] >= 1))
                continue;
            missing.Add(AnswerWriter.OriginalOf(pool.Question, term));
        }

        return missing;
    }
}
