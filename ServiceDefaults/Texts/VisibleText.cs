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
    private const string LookAlikes = "аaвbсcԁdеeһhіiјjкkӏlмmнhоoрpԛqѕsтtуyхxѵvԝwαaεeιiκkνvοoρpτtυuχxɡgıiℓlɑaոnոnօoհhᴀaʙbᴄcᴅdᴇeғfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz";

    private static readonly FrozenDictionary<char, char> Latin = LookAlikes.Chunk(2).DistinctBy(pair => pair[0]).ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    // What each character of the first plane becomes, since folding one by its properties takes far longer than looking it up.
    private const char Nothing = '\0';
    private const char Other = '\uFFFF';
    private static readonly char[] Folded = [.. Enumerable.Range(0, char.MaxValue + 1).Select(FoldedUnit)];

    /// <summary>Folds a text. Letters of other alphabets stand for themselves.</summary>
    /// <param name="text">Any text, valid or not.</param>
    public static string Of(string text)
    {
        var visible = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var unit = Folded[text[i]];
            if (unit == Nothing)
                continue;
            if (unit == Other)
            {
                Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
                i += length - 1;
                var point = Plain(rune.Value);
                if (point > char.MaxValue)
                    visible.Append(new Rune(point).ToString());
                if (point is 0 or > char.MaxValue)
                    continue;
                unit = (char)point;
            }

            if (unit != ' ' || (visible.Length > 0 && visible[^1] != ' '))
                visible.Append(unit);
        }

        return visible.Length > 0 && visible[^1] == ' ' ? visible.ToString(0, visible.Length - 1) : visible.ToString();
    }

    /// <summary>A folded text with Latin letters for those of other alphabets that look like them.</summary>
    /// <param name="folded">What <see cref="Of"/> made.</param>
    public static string InLatin(string folded) => string.Create(folded.Length, folded, static (latin, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            latin[i] = from[i] < 0x80 || !Latin.TryGetValue(from[i], out var letter) ? from[i] : letter;
    });

    private static char FoldedUnit(int unit) => char.IsSurrogate((char)unit) || Plain(unit) is var point && point > char.MaxValue ? Other : (char)Plain(unit);

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
            >= 0x1F110 and <= 0x1F189 when (point - 0x1F110) % 32 < 26 => 'a' + ((point - 0x1F110) % 32), // in brackets, squares and circles
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
