using System.Globalization;
using System.Text;

namespace MctsAspire.Neural.Text;

/// <summary>The kinds of characters that BERT's basic tokenisation tells apart.</summary>
internal static class CharacterKinds
{
    /// <summary>Whether words end at the character and it belongs to none.</summary>
    public static bool IsBlank(Rune character) => character.Value is ' ' or '\t' or '\n' or '\r'
        || (!character.IsAscii && Rune.GetUnicodeCategory(character) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>Whether the character is taken out as if it were not there.</summary>
    public static bool IsDropped(Rune character) => character.IsAscii
        ? character.Value is < ' ' or 0x7F && character.Value is not ('\t' or '\n' or '\r')
        : character == Rune.ReplacementChar || Rune.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format;

    /// <summary>
    /// Whether the character is a word of its own between others: anything of a punctuation category, and ASCII's symbols although
    /// Unicode has <c>$</c>, <c>^</c> and others as no punctuation.
    /// </summary>
    public static bool IsPunctuation(Rune character) => character.IsAscii
        ? character.Value is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~')
        : Rune.GetUnicodeCategory(character) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    /// <summary>Whether the character is of the blocks of Chinese characters, which are written without blanks and so are words of their own. Not Hangul and not kana.</summary>
    public static bool IsChinese(Rune character) => character.Value
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>Whether the character is upper, lower or title case, which some numbers and marks are too: ª, º, Roman numerals and letters in circles.</summary>
    public static bool IsCased(Rune character) =>
        Rune.GetUnicodeCategory(character) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || character.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9);

    /// <summary>Whether the character is looked through where it matters if a letter is the last of its word.</summary>
    public static bool IsCaseIgnorable(Rune character) => character.Value is '\'' or '.' or ':' or 0xB7 or 0x2018 or 0x2019 or 0x2024 or 0x2027
        || Rune.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol or UnicodeCategory.Control;
}
