using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>Reads a question that leans on the turns before it: it points back with a pronoun, or leaves out what it is about.</summary>
internal static class FollowUp
{
    private const int FewTerms = 2;
    private const int LookBack = 3;

    private static readonly HashSet<string> Pronouns = new(StringComparer.Ordinal)
    {
        "it", "its", "he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs", "this", "that", "these", "those", "there", "one", "ones",
    };

    private static readonly HashSet<string> Openers = new(StringComparer.Ordinal) { "and", "but", "or", "so", "then", "also", "what", "how" };

    /// <summary>Reads a question together with what it takes over from earlier turns.</summary>
    /// <param name="query">The question.</param>
    /// <param name="history">Earlier turns, oldest first.</param>
    public static Question Read(string query, IReadOnlyList<Turn> history)
    {
        var question = QuestionReader.Read(query);
        if (history.Count == 0 || !LeansBack(question))
            return question;

        var carried = new List<Token>();
        Question? earlier = null;
        for (var i = history.Count - 1; i >= 0 && i >= history.Count - LookBack; i--)
        {
            earlier = QuestionReader.Read(history[i].Query);
            carried.AddRange(earlier.Tokens);
            if (!LeansBack(earlier))
                break;
        }

        var read = QuestionReader.Read(query, carried);
        return read.Type is AnswerType.Thing or AnswerType.Statement && read.Head is null && IsElliptic(read) && earlier is not null
            ? read with { Type = earlier.Type, Head = earlier.Head }
            : read;
    }

    private static bool LeansBack(Question question) =>
        IsElliptic(question) || question.Tokens.Any(token => Pronouns.Contains(token.Word) && !token.IsAcronym);

    // "And in winter?", "What about the second watch?", "Why?"
    private static bool IsElliptic(Question question)
    {
        if (question.Tokens.Length == 0)
            return true;
        var own = question.Terms.Count(term => term.Kind != TermKind.Carried);
        if (own == 0)
            return true;
        if (own > FewTerms)
            return false;
        var first = question.Tokens[0].Word;
        var second = question.Tokens.Length > 1 ? question.Tokens[1].Word : "";
        return first is "and" or "but" or "or" || (Openers.Contains(first) && second is "about" or "if" or "of")
            || !question.Tokens.Any(token => token.IsStop && IrregularForms.BaseOf(token.Word) is "be" or "do" or "have") && own == 1;
    }
}
