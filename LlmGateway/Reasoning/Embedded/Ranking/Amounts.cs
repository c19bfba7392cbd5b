using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Finds amounts in the units that a question asks for.</summary>
internal static class Amounts
{
    /// <summary>How well an amount in the right unit stands for the word that says what is measured: "899 kg" for "how heavy".</summary>
    public const double StandsForMeasure = 0.8;

    /// <summary>Whether a sentence holds an amount in a unit that the question asks for, other than one that the question itself names.</summary>
    /// <param name="question">The question.</param>
    /// <param name="text">The text that the words are of.</param>
    /// <param name="tokens">The words of a sentence.</param>
    public static bool Has(Question question, string text, ReadOnlySpan<Token> tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].IsNumber && !tokens[i].IsYear && !question.Stems.Contains(tokens[i].Stem) && HasUnit(question.Unit, text, tokens, i))
                return true;
        }

        return false;
    }

    /// <summary>Whether a word tells how often something happens without a number: "every day", "weekly", "once".</summary>
    /// <param name="tokens">The words of a sentence.</param>
    /// <param name="at">Which of them.</param>
    public static bool IsFrequency(ReadOnlySpan<Token> tokens, int at) => tokens[at].Word switch
    {
        "daily" or "weekly" or "monthly" or "yearly" or "annually" or "hourly" or "once" or "twice" => true,
        "every" or "each" => at + 1 < tokens.Length && ((Units.Of(tokens[at + 1].Stem) & (UnitKind.Duration | UnitKind.Frequency)) != 0 || tokens[at + 1].IsNumber),
        _ => false,
    };

    /// <summary>Whether the number at a place comes in a unit that the question asks for: "240 metres", "€ 3", "45 %", "every two hours".</summary>
    /// <param name="unit">The kinds of units; any number will do when none is named.</param>
    /// <param name="text">The text that the words are of.</param>
    /// <param name="tokens">The words of a sentence.</param>
    /// <param name="at">Which of them is the number.</param>
    public static bool HasUnit(UnitKind unit, string text, ReadOnlySpan<Token> tokens, int at)
    {
        if (unit == UnitKind.Any)
            return true;
        for (var i = at; i < tokens.Length && i <= at + 3; i++)
        {
            if ((Units.Of(tokens[i].Stem) & unit) != 0 || (Units.Of(tokens[i].Word) & unit) != 0)
                return true;
        }

        if (at > 0 && (Units.Of(tokens[at - 1].Word) & unit) != 0)
            return true;
        if ((unit & UnitKind.Speed) != 0 && IsSpeed(text, tokens, at))
            return true;
        var before = tokens[at].Start - 1;
        if (before >= 0 && text[before] == ' ')
            before--;
        if ((unit & UnitKind.Money) != 0 && before >= 0 && text[before] is '$' or '€' or '£' or '¥')
            return true;
        var after = tokens[at].End;
        return after < text.Length && (((unit & UnitKind.Share) != 0 && text[after] == '%') || ((unit & UnitKind.Temperature) != 0 && text[after] == '°'));
    }

    // "82 kilometres an hour", "30 km/h".
    private static bool IsSpeed(string text, ReadOnlySpan<Token> tokens, int at)
    {
        for (var i = at + 1; i + 1 < tokens.Length && i <= at + 3; i++)
        {
            if ((Units.Of(tokens[i].Stem) & UnitKind.Length) == 0)
                continue;
            var isPer = tokens[i + 1].Word is "a" or "an" or "per" or "each" or "every" && i + 2 < tokens.Length && (Units.Of(tokens[i + 2].Stem) & UnitKind.Duration) != 0;
            if (isPer || (tokens[i].End < text.Length && text[tokens[i].End] == '/'))
                return true;
        }

        return false;
    }
}
