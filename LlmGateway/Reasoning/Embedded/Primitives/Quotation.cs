using System.Text;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Turns chosen sentences into citations and into readable text, and citations back into sentences.</summary>
internal static class Quotation
{
    /// <summary>The citation of a sentence: its text is the document's from start to end.</summary>
    /// <param name="candidate">The sentence.</param>
    public static Citation Cite(Candidate candidate) => new()
    {
        DocumentId = candidate.Source.DocumentId,
        Title = candidate.Source.Title,
        PassageId = candidate.Source.PassageId,
        Start = Likeness.AbsoluteStart(candidate),
        End = Likeness.AbsoluteEnd(candidate),
        Text = candidate.Text,
    };

    /// <summary>The sentence that a citation quotes; null when the passages don't hold it.</summary>
    /// <param name="pool">The sentences.</param>
    /// <param name="citation">The citation.</param>
    public static Candidate? Find(EvidencePool pool, Citation citation)
    {
        Candidate? around = null;
        foreach (var candidate in pool.Candidates)
        {
            if (candidate.Source.DocumentId != citation.DocumentId)
                continue;
            var start = Likeness.AbsoluteStart(candidate);
            var end = Likeness.AbsoluteEnd(candidate);
            if (start == citation.Start && end == citation.End)
                return candidate;
            if (around is null && start < citation.End && citation.Start < end)
                around = candidate;
        }

        return around;
    }

    /// <summary>
    /// The sentences that a draft rests on: those cited that its text quotes, or all that it cites when it quotes none, as a language model's may.
    /// </summary>
    /// <param name="pool">The sentences.</param>
    /// <param name="draft">The draft.</param>
    public static List<Candidate> EvidenceOf(EvidencePool pool, Draft draft)
    {
        var cited = draft.Citations.Select(citation => Find(pool, citation)).OfType<Candidate>().Distinct().ToList();
        var quoted = cited.Where(candidate => draft.Text.Contains(Join([candidate]), StringComparison.Ordinal)).ToList();
        return quoted.Count > 0 ? quoted : cited;
    }

    /// <summary>Sentences as one text: white space made single, a full stop where a sentence has no end mark, lists line by line.</summary>
    /// <param name="candidates">The sentences in reading order.</param>
    public static string Join(IEnumerable<Candidate> candidates)
    {
        var text = new StringBuilder();
        foreach (var candidate in candidates)
        {
            if (text.Length > 0)
                text.Append(candidate.Sentence.Kind == SentenceKind.List || text[^1] == '\n' ? '\n' : ' ');
            Append(text, candidate);
        }

        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, Candidate candidate)
    {
        var isList = candidate.Sentence.Kind == SentenceKind.List;
        var space = false;
        foreach (var c in candidate.Passage.Text.AsSpan(candidate.Sentence.Start, candidate.Sentence.End - candidate.Sentence.Start))
        {
            if (char.IsWhiteSpace(c) && !(isList && c == '\n'))
            {
                space = true;
                continue;
            }

            if (space && c != '\n')
                text.Append(' ');
            space = false;
            text.Append(c);
        }

        if (isList)
            text.Append('\n');
        else if (char.IsLetterOrDigit(text[^1]))
            text.Append('.');
    }
}
