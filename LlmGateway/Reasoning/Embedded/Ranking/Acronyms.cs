using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Names that stand in one place in full and in another by their initials.</summary>
internal static class Acronyms
{
    private const int Shortest = 2;
    private const int Longest = 6;

    /// <summary>The names of a question that have several words, each with its initials and the words.</summary>
    /// <param name="question">The question.</param>
    public static List<(string Initials, int[] Terms)> FullNames(Question question)
    {
        var names = new List<(string, int[])>();
        var run = new List<int>();
        for (var i = 0; i <= question.Terms.Length; i++)
        {
            var term = i < question.Terms.Length ? question.Terms[i] : null;
            if (term?.Kind == TermKind.Name && (run.Count == 0 || Follows(question, question.Terms[run[^1]].Position, term.Position)))
            {
                run.Add(i);
                continue;
            }

            if (run.Count is >= Shortest and <= Longest)
                names.Add((string.Concat(run.Select(index => question.Terms[index].Word[0])), [.. run]));
            run.Clear();
            if (term?.Kind == TermKind.Name)
                run.Add(i);
        }

        return names;
    }

    /// <summary>Whether a run of words holds a name whose initials are given: words with capitals, small words between them left out.</summary>
    /// <param name="tokens">The run of words.</param>
    /// <param name="initials">The initials in lower case, two at least.</param>
    public static bool IsSpelledOut(ReadOnlySpan<Token> tokens, string initials)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            var at = 0;
            for (var j = i; j < tokens.Length && at < initials.Length; j++)
            {
                if (tokens[j].IsCapital && !tokens[j].IsAcronym && tokens[j].Word[0] == initials[at])
                    at++;
                else if (at == 0 || !tokens[j].IsStop || tokens[j].IsCapital)
                    break;
            }

            if (at == initials.Length)
                return true;
        }

        return false;
    }

    /// <summary>Whether a word of a question is an acronym that may stand for a name in full.</summary>
    /// <param name="question">The question.</param>
    /// <param name="term">The word.</param>
    public static bool IsAcronym(Question question, QuestionTerm term) =>
        question.HasNames && term.Position < question.Tokens.Length && question.Tokens[term.Position].IsAcronym && term.Word.Length is >= Shortest and <= Longest;

    private static bool Follows(Question question, int first, int second)
    {
        for (var i = first + 1; i < second; i++)
        {
            if (question.Tokens[i].Word is not ("of" or "the" or "and" or "for"))
                return false;
        }

        return second > first && second < question.Tokens.Length;
    }
}
