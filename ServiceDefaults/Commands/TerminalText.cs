using System.Globalization;
using System.Text;

namespace MctsAspire.ServiceDefaults.Commands;

/// <summary>Texts of unknown origin as a terminal may show them.</summary>
public static class TerminalText
{
    /// <summary>Whether a text holds nothing that a terminal does not show as it is: no control character, and none that changes the direction or hides what is around it.</summary>
    /// <param name="text">The text.</param>
    public static bool IsPlain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHarmful(rune))
                return false;
        }

        return true;
    }

    /// <summary>The text on one line, with every character that a terminal does not show as it is written as its number: <c>\u{202E}</c>.</summary>
    /// <param name="text">The text.</param>
    public static string Escape(string text)
    {
        if (IsPlain(text))
            return text;
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHarmful(rune))
                plain.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}");
            else
                plain.Append(rune.ToString());
        }

        return plain.ToString();
    }

    private static bool IsHarmful(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
