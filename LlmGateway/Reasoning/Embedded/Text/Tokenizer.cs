using System.Globalization;
using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>Cuts a text into words and numbers and keeps where they stand.</summary>
internal static class Tokenizer
{
    /// <summary>The words and numbers of a text, in order.</summary>
    /// <param name="text">Any text.</param>
    public static Token[] Read(string text) => Read(text, 0, text.Length);

    /// <summary>The words and numbers of a part of a text, in order; their offsets are those of the whole text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="start">First code unit to read.</param>
    /// <param name="end">One past the last code unit to read.</param>
    public static Token[] Read(string text, int start, int end)
    {
        var tokens = new List<Token>();
        var hasCase = HasLowerCase(text.AsSpan(start, end - start));
        var i = start;
        while (i < end)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            var first = i;
            var number = char.IsAsciiDigit(text[i]);
            i++;
            while (i < end && (char.IsLetterOrDigit(text[i]) || Joins(text, i, end, number)))
                i++;
            tokens.Add(Create(text, first, i, hasCase));
        }

        return [.. tokens];
    }

    /// <summary>The stem under which a lower-case word is compared.</summary>
    /// <param name="word">Lower-case word with accents folded.</param>
    public static string StemOf(string word) =>
        NumberWords.TryGetValue(word, out var value) ? value.ToString(CultureInfo.InvariantCulture) : PorterStemmer.Stem(IrregularForms.BaseOf(word));

    // An apostrophe joins the letters of one word; a comma or point joins the digits of one number; a combining mark stays with its letter.
    private static bool Joins(string text, int i, int end, bool number)
    {
        if (CharUnicodeInfo.GetUnicodeCategory(text[i]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            return true;
        if (i + 1 >= end)
            return false;
        return text[i] switch
        {
            '\'' or '\u2019' => char.IsLetter(text[i - 1]) && char.IsLetter(text[i + 1]),
            ',' => number && char.IsAsciiDigit(text[i - 1]) && i + 3 < end && char.IsAsciiDigit(text[i + 1]) && char.IsAsciiDigit(text[i + 2])
                && char.IsAsciiDigit(text[i + 3]) && (i + 4 >= end || !char.IsAsciiDigit(text[i + 4])),
            '.' when !number => IsInitial(text, i - 1) && IsInitial(text, i + 1),
            '.' or ':' => number && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]),
            _ => false,
        };
    }

    // "U.S." is read as "US": a capital that stands alone between points or other marks.
    private static bool IsInitial(string text, int i) =>
        char.IsUpper(text[i]) && (i == 0 || !char.IsLetterOrDigit(text[i - 1])) && (i + 1 >= text.Length || !char.IsLetterOrDigit(text[i + 1]));

    private static bool HasLowerCase(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLower(c))
                return true;
        }

        return false;
    }

    private static Token Create(string text, int start, int end, bool hasCase)
    {
        var word = Normalize(text.AsSpan(start, end - start));
        var shape = TokenShape.None;
        if (char.IsAsciiDigit(word[0]))
        {
            shape |= TokenShape.Number;
            // "1,150" is an amount.
            if (IsYear(word) && !text.AsSpan(start, end - start).Contains(','))
                shape |= TokenShape.Year;
        }
        else if (NumberWords.Contains(word))
        {
            shape |= TokenShape.Number;
        }

        if (char.IsUpper(text[start]))
        {
            shape |= TokenShape.Capital;
            if (end - start > 1 && IsAllUpper(text.AsSpan(start, end - start)))
                shape |= TokenShape.Acronym;
        }

        if (!StopWords.Contains(word))
            return new Token(start, end, word, StemOf(word), shape);

        // "US" and "WHO" are not the words "us" and "who", where capitals tell them apart.
        return hasCase && (shape & TokenShape.Acronym) != 0 && word is "us" or "who" or "it"
            ? new Token(start, end, word, word.ToUpperInvariant(), shape)
            : new Token(start, end, word, StemOf(word), shape | TokenShape.Stop);
    }

    private static string Normalize(ReadOnlySpan<char> raw)
    {
        Span<char> buffer = raw.Length <= 128 ? stackalloc char[raw.Length] : new char[raw.Length];
        var length = 0;
        foreach (var c in raw)
        {
            if (c is ',' || (c == '.' && !char.IsAsciiDigit(raw[0])) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark)
                continue;
            buffer[length++] = c == '\u2019' ? '\'' : CharacterFolding.ToPlainLower(c);
        }

        var word = buffer[..length];
        if (word.Length > 2 && word[^2] == '\'' && word[^1] == 's')
            word = word[..^2];
        return word.ToString();
    }

    private static bool IsYear(string word) => word.Length == 4
        && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1000 and < 2200;

    private static bool IsAllUpper(ReadOnlySpan<char> raw)
    {
        foreach (var c in raw)
        {
            if (!char.IsUpper(c) && c != '.')
                return false;
        }

        return true;
    }
}
