using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;
using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Finds signs that a sentence is about something else than the question, though it shares many of its words.</summary>
internal static class Oppositions
{
    private static readonly HashSet<string> FutureCues = new(StringComparer.Ordinal)
    {
        "will", "shall", "next", "future", "planned", "plans", "expected", "scheduled", "upcoming", "forthcoming", "soon", "intends", "intended", "predicted", "due",
    };

    /// <summary>Sets the features of opposition, broken names and time to come.</summary>
    /// <param name="scene">The question and the passages.</param>
    /// <param name="c">The sentence.</param>
    /// <param name="tokens">Its words.</param>
    public static void Measure(Scene scene, Candidate c, ReadOnlySpan<Token> tokens)
    {
        c[Feature.Opposed] = IsOpposed(scene.Question, c.Effective, tokens) ? 1 : 0;
        c[Feature.FutureFits] = scene.IsAboutFuture && TellsOfFuture(tokens) ? 1 : 0;
        c[Feature.BrokenName] = HasBrokenName(scene, c) ? 1 : 0;
    }

    /// <summary>Whether a question asks what will be.</summary>
    /// <param name="question">The question.</param>
    public static bool AsksOfFuture(Question question) => Array.Exists(question.Tokens, token => token.Word is "will" or "shall" or "next" or "planned" or "upcoming");

    /// <summary>Whether words say the opposite of a word of the question that they lack.</summary>
    /// <param name="question">The question.</param>
    /// <param name="matches">How well they match each of its words.</param>
    /// <param name="tokens">The words.</param>
    public static bool IsOpposed(Question question, double[] matches, ReadOnlySpan<Token> tokens)
    {
        for (var i = 0; i < question.Terms.Length; i++)
        {
            if (matches[i] > 0 || Antonyms.Of(question.Terms[i].Stem) is not { } opposites)
                continue;
            foreach (var token in tokens)
            {
                if (opposites.Contains(token.Stem) && !question.Stems.Contains(token.Stem))
                    return true;
            }
        }

        return false;
    }

    private static bool TellsOfFuture(ReadOnlySpan<Token> tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            // "is to fly", "are to be closed"
            if (FutureCues.Contains(tokens[i].Word) || (tokens[i].Word is "is" or "are" && i + 1 < tokens.Length && tokens[i + 1].Word == "to"))
                return true;
        }

        return false;
    }

    private static bool HasBrokenName(Scene scene, Candidate c)
    {
        foreach (var (_, terms) in scene.Matcher.FullNames)
        {
            var found = terms.Count(term => c.Around[term] > 0);
            if (found > 0 && found < terms.Length)
                return true;
        }

        return false;
    }
}
