using System.Buffers;
using System.Text;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>
/// Text from outside as the system keeps it and works on it, the same at every door: in Unicode's form C, without characters that nobody can see but a program may obey, and without those
/// that turn the direction of what follows.
/// </summary>
public static class CleanText
{
    private const int Tab = '\t';
    private const int WavingFlag = 0x1F3F4;
    private const int FirstTag = 0xE0020;
    private const int LastTag = 0xE007F;
    private const int MostTagsOfFlag = 6;

    // Everything else outside of these ranges is kept as it is: control characters, format characters and those of the supplementary planes are looked at one by one.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(unit => (char)unit).Where(unit => !char.IsSurrogate(unit) && IsKeptAnywhere(unit))]);

    /// <summary>Cleans a text.</summary>
    /// <remarks>
    /// Line feeds, carriage returns and tabs stay; other characters that end a line or a page become line feeds. Joiners stay in scripts and emoji that are written with them, and go where
    /// they stand behind an ASCII character. Marks that only set the direction of a neighbour (U+200E, U+200F, U+061C) stay. Cleaning a clean text changes nothing.
    /// </remarks>
    /// <param name="text">Any text without lone surrogates.</param>
    /// <returns>The same text when nothing had to be changed. It may be empty, and is at most three times as long.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cleaned = text.AsSpan().ContainsAnyExcept(Plain) ? Without(text) : text;
        return CanonicalForm.Of(cleaned);
    }

    private static string Without(string text)
    {
        var kept = new StringBuilder(text.Length);
        var before = 0;
        var tagsOfFlag = 0;
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var point = rune.Value;
            end += rune.Utf16SequenceLength;
            if (point == WavingFlag)
                tagsOfFlag = TagsOfFlag(text.AsSpan(end));
            var isKept = point switch
            {
                // A file or a page ends a line in ways that not every reader knows.
                '\v' or '\f' or 0x85 => true,
                >= FirstTag and <= LastTag => tagsOfFlag-- > 0,
                // Joiners mean something between letters of scripts and parts of emoji.
                0x200C or 0x200D => before > 0x7F,
                // Variants of emoji and of Han characters; a second one in a row varies nothing.
                >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF => before > 0x7F && !IsVariation(before) || before is >= '0' and <= '9' or '#' or '*',
                // Variants of Mongolian letters, and the mark before their last vowel.
                >= 0x180B and <= 0x180F => before is >= 0x1820 and <= 0x18AA,
                _ => IsKeptAnywhere(point),
            };
            if (!isKept)
                continue;
            if (point is '\v' or '\f' or 0x85)
                kept.Append('\n');
            else
                kept.Append(rune.ToString());
            before = point;
        }

        return kept.ToString();
    }

    /// <summary>How many tags make the flag of a region of what stands before them, the last one among them; 0: what follows is no such flag, and could be a text that nobody sees.</summary>
    private static int TagsOfFlag(ReadOnlySpan<char> text)
    {
        var tags = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            tags++;
            if (rune.Value == LastTag)
                return tags > 1 ? tags : 0;
            if (tags > MostTagsOfFlag || rune.Value is not (>= 0xE0030 and <= 0xE0039 or >= 0xE0061 and <= 0xE007A))
                return 0;
        }

        return 0;
    }

    private static bool IsVariation(int point) => point is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF;

    /// <summary>Whether a character may stand wherever it likes.</summary>
    private static bool IsKeptAnywhere(int point) => point switch
    {
        Tab or '\n' or '\r' => true,
        < ' ' or >= 0x7F and <= 0x9F => false,
        0xAD => false,                          // soft hyphen
        0x34F => false,                         // grapheme joiner
        0x115F or 0x1160 or 0x3164 or 0xFFA0 => false, // fillers of Hangul, which look like nothing
        0x17B4 or 0x17B5 => false,              // vowels of Khmer that are not written
        >= 0x180B and <= 0x180F => false,
        0x200B => false,                        // space of no width
        0x200C or 0x200D => false,
        >= 0x202A and <= 0x202E => false,       // embeddings and overrides of direction
        >= 0x2060 and <= 0x206F => false,       // joiners, invisible operators, isolates, marks out of use
        >= 0xFE00 and <= 0xFE0F => false,
        0xFEFF => false,
        >= 0xFFF0 and <= 0xFFFB => false,       // annotations
        >= 0xFDD0 and <= 0xFDEF => false,       // not characters
        >= 0x1BCA0 and <= 0x1BCA3 => false,     // controls of shorthand
        >= 0x1D173 and <= 0x1D17A => false,     // controls of musical notes
        >= 0xE0000 and <= 0xE0FFF => false,     // tags and variants
        _ => (point & 0xFFFE) != 0xFFFE,
    };
}
