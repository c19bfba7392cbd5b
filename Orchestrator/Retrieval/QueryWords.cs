using System.Text;

namespace MctsAspire.Orchestrator.Retrieval;

/// <summary>Takes from a question the words to look for.</summary>
internal static class QueryWords
{
    /// <summary>At most so many words are looked for; of a longer question, half from its beginning and half from its end.</summary>
    public const int Most = 64;

    /// <summary>The words of a question that tell something, each once, in its order; all its words when none does.</summary>
    public static IReadOnlyList<string> Of(string question)
    {
        var all = Split(question).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var telling = all.Where(word => !StopWords.Contains(word)).ToList();
        var words = telling.Count > 0 ? telling : all;
        return words.Count <= Most ? words : [.. words.Take(Most / 2), .. words.TakeLast(Most / 2)];
    }

    /// <summary>The runs of letters, digits and marks in a text.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || (word.Length > 0 && IsMark(rune)))
            {
                word.Append(rune);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
