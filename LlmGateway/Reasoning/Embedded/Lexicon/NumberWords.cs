using System.Collections.Frozen;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

/// <summary>Numbers that are written as words.</summary>
internal static class NumberWords
{
    private static readonly FrozenDictionary<string, int> Values = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["zero"] = 0, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9,
        ["ten"] = 10, ["eleven"] = 11, ["twelve"] = 12, ["thirteen"] = 13, ["fourteen"] = 14, ["fifteen"] = 15, ["sixteen"] = 16,
        ["seventeen"] = 17, ["eighteen"] = 18, ["nineteen"] = 19, ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40, ["fifty"] = 50,
        ["sixty"] = 60, ["seventy"] = 70, ["eighty"] = 80, ["ninety"] = 90, ["hundred"] = 100, ["thousand"] = 1000, ["million"] = 1_000_000,
        ["twice"] = 2, ["dozen"] = 12,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Others = FrozenSet.ToFrozenSet(["one", "once", "half", "third", "quarter", "billion", "hundreds", "thousands", "millions", "dozens", "several"], StringComparer.Ordinal);

    /// <summary>The value of a number word.</summary>
    /// <param name="word">Lower-case word.</param>
    /// <param name="value">Its value.</param>
    public static bool TryGetValue(string word, out int value) => Values.TryGetValue(word, out value);

    /// <summary>True for words that tell a number or an amount, with or without an exact value.</summary>
    /// <param name="word">Lower-case word.</param>
    public static bool Contains(string word) => Values.ContainsKey(word) || Others.Contains(word);
}
