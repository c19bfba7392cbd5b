using System.Text;

namespace MctsAspire.Storage.Documents;

/// <summary>
/// Prepares text for the full-text index, whose words end at spaces and punctuation: scripts that put no spaces between words
/// are indexed character by character, and searched by pairs of neighbours.
/// </summary>
internal static class IndexText
{
    private const int MaxPhrases = 512;

    /// <summary>The text with spaces around each Chinese or Japanese character.</summary>
    public static string Prepare(string text)
    {
        if (!HasUnspaced(text))
            return text;

        var prepared = new StringBuilder(text.Length * 2);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnspaced(rune))
                prepared.Append(' ').Append(rune).Append(' ');
            else
                prepared.Append(rune);
        }

        return prepared.ToString();
    }

    /// <summary>An FTS5 expression for passages that hold any of the words; null when the words hold nothing to look for.</summary>
    public static string? Match(IEnumerable<string> words)
    {
        var phrases = words.SelectMany(Phrases).Distinct(StringComparer.Ordinal).Take(MaxPhrases);
        var expression = string.Join(" OR ", phrases);
        return expression.Length == 0 ? null : expression;
    }

    private static IEnumerable<string> Phrases(string word)
    {
        var spaced = new StringBuilder();
        var run = new List<Rune>();
        foreach (var rune in word.EnumerateRunes())
        {
            if (IsUnspaced(rune))
                run.Add(rune);
            else
                spaced.Append(rune.Value is '"' or 0 ? ' ' : rune.ToString());

            if (run.Count > 1)
                yield return $"\"{run[^2]} {run[^1]}\"";
        }

        if (run.Count == 1)
            yield return $"\"{run[0]}\"";
        if (!string.IsNullOrWhiteSpace(spaced.ToString()))
            yield return $"\"{spaced}\"";
    }

    private static bool HasUnspaced(string text)
    {
        foreach (var character in text)
        {
            // The lowest such character, or a surrogate, which may be half of one.
            if (character >= 0x3040)
                return true;
        }

        return false;
    }

    private static bool IsUnspaced(Rune rune) => rune.Value
        is (>= 0x3040 and <= 0x30FF) // kana
        or (>= 0x31F0 and <= 0x31FF)
        or (>= 0x3400 and <= 0x4DBF) // Han
        or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFF66 and <= 0xFF9F) // half-width kana
        or (>= 0x20000 and <= 0x3FFFF);
}
