using System.Collections.Frozen;
using System.Text;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>
/// What a reader takes a text for: small Latin letters for all that looks like them, digits, letters of other scripts without accents, and one space for every run of white space and
/// of what nobody sees. Punctuation stays.
/// </summary>
internal static class VisibleText
{
    // Pairs of a letter of another alphabet and the Latin letter that it looks like.
    private const string LookAlikes = "аaвbсcԁdеeһhіiјjкkӏlмmнhоoрpԛqѕsтtуyхxѵvԝwαaεeιiκkνvοoρpτtυuχxɡgıiℓlɑaոnոnօoհh";

    private static readonly FrozenDictionary<int, char> Latin = LookAlikes.Chunk(2).DistinctBy(pair => pair[0]).ToFrozenDictionary(pair => (int)pair[0], pair => pair[1]);

    /// <summary>Folds a text.</summary>
    /// <param name="text">Any text, valid or not.</param>
    /// <param name="mapsLookAlikes">Whether letters of other alphabets count as the Latin ones that they look like; else they stand for themselves.</param>
    public static string Of(string text, bool mapsLookAlikes)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var point = Plain(rune.Value);
            if (point == 0)
                continue;
            if (point == ' ')
            {
                if (visible.Length > 0 && visible[^1] != ' ')
                    visible.Append(' ');
            }
            else if (mapsLookAlikes && Latin.TryGetValue(point, out var latin))
            {
                visible.Append(latin);
            }
            else
            {
                visible.Append(new Rune(point).ToString());
            }
        }

        return visible.ToString().TrimEnd();
    }

    /// <summary>The code point that counts; 0: none.</summary>
    private static int Plain(int point)
    {
        point = point switch
        {
            >= 0xFF01 and <= 0xFF5E => point - 0xFEE0,                     // full-width forms
            >= 0xE0020 and <= 0xE007E => point - 0xE0000,                  // tags, which nobody sees
            >= 0x1D400 and <= 0x1D6A3 => 'a' + ((point - 0x1D400) % 26),   // bold, italic and other mathematical letters
            >= 0x1D7CE and <= 0x1D7FF => '0' + ((point - 0x1D7CE) % 10),
            >= 0x24B6 and <= 0x24E9 => 'a' + ((point - 0x24B6) % 26),      // letters in circles
            _ => point,
        };
        var plain = new Rune(CanonicalForm.BaseOf(point));
        if (Rune.IsWhiteSpace(plain))
            return ' ';
        return Rune.GetUnicodeCategory(plain) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.NonSpacingMark
            ? 0
            : Rune.ToLowerInvariant(plain).Value;
    }
}
