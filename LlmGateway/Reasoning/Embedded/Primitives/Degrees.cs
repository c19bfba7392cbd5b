using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Leads comparatives and superlatives back to the question that each side of a comparison is asked: "older" to "how old", "more rain" to "how much rain".</summary>
internal static class Degrees
{
    private const int ShortestAdjective = 2;

    // One end of a scale is what is asked about, whichever end the comparison names; and forms that no rule leads back.
    private static readonly Dictionary<string, string> Scales = new(StringComparer.OrdinalIgnoreCase)
    {
        ["short"] = "long", ["young"] = "old", ["new"] = "old", ["small"] = "large", ["low"] = "high", ["light"] = "heavy", ["slow"] = "fast", ["weak"] = "strong", ["near"] = "far",
        ["close"] = "far", ["cheap"] = "expensive", ["furth"] = "far", ["farth"] = "far", ["eld"] = "old",
    };

    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        "rather", "other", "another", "either", "neither", "whether", "never", "ever", "over", "under", "after", "together", "however", "their", "river", "water", "number", "member", "order",
        "power", "paper", "letter", "player", "computer", "owner", "leader", "user", "tower", "summer", "winter", "interest", "forest", "west", "test", "guest", "honest", "modest", "rest", "request", "chest",
    };

    /// <summary>The plain adjective or adverb of a comparative or superlative in one word; null when a word is neither.</summary>
    /// <param name="word">A word.</param>
    public static string? PlainOf(string word)
    {
        var lower = word.ToLowerInvariant();
        if (lower is "better" or "best")
            return "good";
        if (lower is "worse" or "worst")
            return "bad";
        if (Others.Contains(lower))
            return null;
        var length = lower.EndsWith("est", StringComparison.Ordinal) ? 3 : lower.EndsWith("er", StringComparison.Ordinal) ? 2 : 0;
        if (length == 0 || lower.Length - length < ShortestAdjective)
            return null;
        var plain = Restore(lower[..^length]);
        return Scales.GetValueOrDefault(lower[..^length]) ?? Scales.GetValueOrDefault(plain, plain);
    }

    /// <summary>How much or how many of something, as its noun wants it.</summary>
    /// <param name="nouns">The noun with what stands before it.</param>
    public static string HowMuch(string nouns) => IsPlural(nouns) ? $"How many {nouns}" : $"How much {nouns}";

    /// <summary>Whether the last of some words is a plural, as far as its form tells.</summary>
    /// <param name="nouns">The noun with what stands before it.</param>
    public static bool IsPlural(string nouns)
    {
        var last = nouns.Split(' ')[^1].ToLowerInvariant();
        return (last.Length > 3 && last.EndsWith('s') && last[^2] is not ('s' or 'u' or 'i')) || IrregularForms.BaseOf(last) != last || last is "people";
    }

    /// <summary>Whether a verb stands in the past tense, as far as its form tells.</summary>
    /// <param name="verb">The verb.</param>
    public static bool IsPast(string verb) => verb.EndsWith("ed", StringComparison.Ordinal) || IrregularForms.BaseOf(verb) != verb;

    /// <summary>The base form of a verb in the third person: "weighs", "costs".</summary>
    /// <param name="verb">The verb.</param>
    public static string BaseOf(string verb)
    {
        if (IrregularForms.BaseOf(verb) is var plain && plain != verb)
            return plain;
        if (verb.EndsWith("ies", StringComparison.Ordinal))
            return string.Concat(verb.AsSpan(0, verb.Length - 3), "y");
        if (verb.EndsWith("sses", StringComparison.Ordinal) || verb.EndsWith("ches", StringComparison.Ordinal) || verb.EndsWith("shes", StringComparison.Ordinal) || verb.EndsWith("xes", StringComparison.Ordinal))
            return verb[..^2];
        return verb.EndsWith('s') && !verb.EndsWith("ss", StringComparison.Ordinal) ? verb[..^1] : verb;
    }

    // "bigg" to "big", "happi" to "happy", "wid" to "wide", "larg" to "large".
    private static string Restore(string stem)
    {
        if (stem.EndsWith('i'))
            return string.Concat(stem.AsSpan(0, stem.Length - 1), "y");
        if (stem.Length > 2 && stem[^1] == stem[^2] && !IsVowel(stem[^1]) && stem[^1] is not ('l' or 's'))
            return stem[..^1];
        var endsShort = stem.Length > 2 && !IsVowel(stem[^1]) && IsVowel(stem[^2]) && !IsVowel(stem[^3]) && stem[^1] is not ('w' or 'x' or 'y');
        var endsSoft = stem.EndsWith("rg", StringComparison.Ordinal) || stem.EndsWith("ns", StringComparison.Ordinal) || stem.EndsWith("dg", StringComparison.Ordinal) || stem.EndsWith("bl", StringComparison.Ordinal)
            || stem.EndsWith("pl", StringComparison.Ordinal) || stem.EndsWith("rs", StringComparison.Ordinal) || stem.EndsWith("tl", StringComparison.Ordinal) || stem.EndsWith("oos", StringComparison.Ordinal);
        return endsShort || endsSoft ? stem + "e" : stem;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
