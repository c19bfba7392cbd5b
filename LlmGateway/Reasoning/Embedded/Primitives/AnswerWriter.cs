using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Chooses the sentences that answer a question and writes them down.</summary>
internal static class AnswerWriter
{
    private const int MostSentences = 3;
    private const double EnoughShare = 0.93;
    private const double LeastShare = 0.03;
    private const int NamedTerms = 3;

    private static readonly HashSet<string> BackPointers = new(StringComparer.Ordinal) { "he", "she", "it", "they", "this", "these", "those", "his", "her", "its", "their" };

    /// <summary>The sentences to answer with: the best one, and others while it is not sure that the answer is among them.</summary>
    /// <param name="pool">The sentences, best first.</param>
    public static List<Candidate> Choose(EvidencePool pool)
    {
        var chosen = new List<Candidate>();
        var share = 0.0;
        foreach (var candidate in pool.Candidates)
        {
            if (chosen.Count >= MostSentences || (chosen.Count > 0 && (share >= EnoughShare || candidate.Share < LeastShare)))
                break;
            if (chosen.Any(earlier => Likeness.Of(earlier, candidate) >= Likeness.Repeats))
                continue;
            chosen.Add(candidate);
            share += candidate.Share;
        }

        return chosen;
    }

    /// <summary>Answers from the pool, or says that the documents hold no answer.</summary>
    /// <param name="pool">The sentences, best first.</param>
    public static Draft Write(EvidencePool pool)
    {
        if (!pool.IsAnswerable)
            return Refuse(pool);
        var draft = Write(pool, Choose(pool), pool.Confidence);
        CiteRunnersUp(pool, draft);
        return draft;
    }

    /// <summary>
    /// Cites the next best sentences beside those that the text quotes, while there are fewer than three citations: whoever doubts the answer
    /// finds there where else it may stand.
    /// </summary>
    /// <param name="pool">The sentences, best first.</param>
    /// <param name="draft">An answer from the pool.</param>
    public static void CiteRunnersUp(EvidencePool pool, Draft draft)
    {
        var cited = draft.Citations.Select(citation => Quotation.Find(pool, citation)).OfType<Candidate>().ToList();
        foreach (var candidate in pool.Candidates)
        {
            if (cited.Count >= MostSentences)
                break;
            if (cited.Any(earlier => Likeness.Of(earlier, candidate) >= 1))
                continue;
            cited.Add(candidate);
            draft.Citations.Add(Quotation.Cite(candidate));
        }
    }

    /// <summary>Writes chosen sentences down.</summary>
    /// <param name="pool">The sentences to choose from.</param>
    /// <param name="chosen">The chosen ones, most important first; at least one.</param>
    /// <param name="confidence">Probability that the first of them is right, in [0,1].</param>
    public static Draft Write(EvidencePool pool, IReadOnlyList<Candidate> chosen, double confidence)
    {
        var contradiction = Contradiction.Find(pool, chosen[0]);
        if (contradiction is not null)
        {
            var rest = chosen.Skip(1).Where(candidate => !ReferenceEquals(candidate, contradiction));
            var draft = new Draft
            {
                Text = Disagreement(chosen[0], contradiction),
                Confidence = confidence * Line.Contradicted,
                Answerable = true,
            };
            draft.Citations.Add(Quotation.Cite(chosen[0]));
            draft.Citations.Add(Quotation.Cite(contradiction));
            draft.Citations.AddRange(rest.Select(Quotation.Cite));
            return draft;
        }

        var before = Referent(pool, chosen);
        var text = before is null ? InReadingOrder(chosen) : [before, .. chosen];
        var answer = new Draft { Text = Quotation.Join(text), Confidence = confidence, Answerable = true };
        answer.Citations.AddRange(chosen.Select(Quotation.Cite));
        if (before is not null)
            answer.Citations.Add(Quotation.Cite(before));
        return answer;
    }

    /// <summary>
    /// Says that the documents hold no answer and what they lack. The sentences that come nearest are cited where they are near at all: whoever
    /// doubts the refusal finds there what it rests on.
    /// </summary>
    /// <param name="pool">The sentences.</param>
    public static Draft Refuse(EvidencePool pool)
    {
        var lacking = pool.Question.Terms
            .Where((term, i) => term.Kind != TermKind.Carried && !pool.Candidates.Any(candidate => candidate.Matches[i] > 0))
            .OrderByDescending(term => term.Weight).ThenBy(term => term.Position)
            .Take(NamedTerms)
            .OrderBy(term => term.Position)
            .Select(term => $"“{OriginalOf(pool.Question, term)}”")
            .ToList();
        var refusal = new Draft
        {
            Text = pool.Candidates.Count == 0
                ? "The documents do not say. No passage of them was found, or none was asked for."
                : lacking.Count == 0
                ? "The documents do not say. What comes nearest does not answer the question."
                : $"The documents do not say. The passages found hold nothing on {string.Join(lacking.Count == 2 ? " or " : ", ", lacking)}.",
            Confidence = pool.Confidence,
            Answerable = false,
        };
        if (pool.Candidates.Count > 0 && pool.IsNear)
        {
            CiteRunnersUp(pool, refusal);
            refusal.Text += " The sentences that come nearest are cited.";
        }

        return refusal;
    }

    /// <summary>A word of a question as it was written.</summary>
    /// <param name="question">The question.</param>
    /// <param name="term">The word.</param>
    public static string OriginalOf(Question question, QuestionTerm term) =>
        term.Position < question.Tokens.Length
            ? question.Text[question.Tokens[term.Position].Start..question.Tokens[term.Position].End]
            : term.Word;

    /// <summary>Says that two sentences contradict each other, and what each of them says.</summary>
    /// <param name="one">A sentence.</param>
    /// <param name="other">One that contradicts it.</param>
    public static string Disagreement(Candidate one, Candidate other) => $"The documents disagree. {Named(one)} {Named(other)}";

    // The best sentence first; but when the one right before it in the document is quoted too, the two stand as they do there.
    private static List<Candidate> InReadingOrder(IReadOnlyList<Candidate> chosen)
    {
        var ordered = chosen.ToList();
        var before = ordered.FindIndex(1, candidate => ordered[0].Source.DocumentId == candidate.Source.DocumentId
            && ordered[0].PassageIndex == candidate.PassageIndex && candidate.Sentence.Index == ordered[0].Sentence.Index - 1
            && candidate.Sentence.Kind == SentenceKind.Prose);
        if (before > 0)
        {
            var previous = ordered[before];
            ordered.RemoveAt(before);
            ordered.Insert(0, previous);
        }

        return ordered;
    }

    // "It is made of ice": the sentence before says what "it" is.
    private static Candidate? Referent(EvidencePool pool, IReadOnlyList<Candidate> chosen)
    {
        var best = chosen[0];
        if (best.Sentence.Kind != SentenceKind.Prose || best.Sentence.Length == 0 || best.Sentence.Index == 0 || chosen.Count > MostSentences
            || !BackPointers.Contains(best.Passage.Tokens[best.Sentence.FirstToken].Word))
        {
            return null;
        }

        var before = pool.Candidates.FirstOrDefault(candidate => candidate.PassageIndex == best.PassageIndex
            && candidate.Sentence.Index == best.Sentence.Index - 1 && candidate.Sentence.Kind == SentenceKind.Prose);
        return before is null || chosen.Contains(before) ? null : before;
    }

    private static string Named(Candidate candidate) =>
        candidate.Source.Title.Length == 0 ? $"One says: {Quotation.Join([candidate])}" : $"“{candidate.Source.Title}” says: {Quotation.Join([candidate])}";
}
