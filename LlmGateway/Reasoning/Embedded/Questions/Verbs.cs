using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>Guesses which word of a question is its verb, from the order of words alone.</summary>
internal static class Verbs
{
    /// <summary>The stem of the verb; null when the order of words doesn't tell.</summary>
    /// <param name="tokens">The words of the question.</param>
    /// <param name="asking">Which of them is the question word; negative when none is.</param>
    public static string? Of(Token[] tokens, int asking)
    {
        if (asking < 0 || asking + 1 >= tokens.Length || asking > tokens.Length / 2)
            return null;
        var auxiliary = Array.FindIndex(tokens, asking + 1, IsAuxiliary);
        if (auxiliary < 0)
        {
            // "Who discovered …": the first content word. "Which moon circles …": what follows the noun.
            var first = tokens[asking].Word is "who" or "whom" ? asking + 1 : asking + 2;
            return first < tokens.Length && IsContent(tokens[first]) ? tokens[first].Stem : null;
        }

        // "must it be fed", "has it been built": the last auxiliary decides.
        var last = Array.FindLastIndex(tokens, token => token.Word is "be" or "been" or "being");
        return IrregularForms.BaseOf(tokens[auxiliary].Word) == "be" ? Participle(tokens, auxiliary + 1)
            : last > auxiliary ? Participle(tokens, last + 1)
            : Plain(tokens, auxiliary + 1);
    }

    private static bool IsAuxiliary(Token token) =>
        IrregularForms.BaseOf(token.Word) is "be" or "do" or "have" || token.Word is "will" or "would" or "can" or "could" or "should" or "must" or "may" or "might" or "didn't" or "doesn't" or "don't";

    private static bool IsContent(Token token) => !token.IsStop && !token.IsCapital && !token.IsNumber;

    // "… was the mill built": a word in -ed or an irregular form that isn't the base itself.
    private static string? Participle(Token[] tokens, int from)
    {
        for (var i = from; i < tokens.Length; i++)
        {
            if (IsContent(tokens[i]) && (tokens[i].Word.EndsWith("ed", StringComparison.Ordinal) || IrregularForms.BaseOf(tokens[i].Word) != tokens[i].Word))
                return tokens[i].Stem;
        }

        return null;
    }

    // "… did the crisis begin in": the content word that ends a run of them and is not the noun of an article.
    private static string? Plain(Token[] tokens, int from)
    {
        for (var i = from; i < tokens.Length; i++)
        {
            var ends = i + 1 >= tokens.Length || tokens[i + 1].IsStop || tokens[i + 1].IsCapital;
            var isNoun = i > 0 && tokens[i - 1].Word is "the" or "a" or "an" or "his" or "her" or "its" or "their" or "this" or "these" or "of" or "in" or "on" or "at";
            if (IsContent(tokens[i]) && ends && !isNoun)
                return tokens[i].Stem;
        }

        return null;
    }
}
