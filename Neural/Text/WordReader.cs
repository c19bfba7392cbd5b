using System.Text;

namespace MctsAspire.Neural.Text;

/// <summary>
/// Reads the words of a text one by one, as BERT's basic tokenisation cuts them: control characters taken out, cut at white space and
/// around punctuation and Chinese characters, and unless case matters in lower case and without accents.
/// </summary>
/// <param name="text">The text; unpaired surrogates are passed over.</param>
/// <param name="lowerCase">Whether words are brought to lower case and lose their accents.</param>
/// <param name="buffer">Holds the word that is being read: room for <see cref="BufferLength"/>.</param>
internal ref struct WordReader(ReadOnlySpan<char> text, bool lowerCase, Span<char> buffer)
{
    /// <summary>Characters (code points) of the longest word that has pieces; longer ones are unknown whatever they are.</summary>
    public const int LongestWord = 100;

    /// <summary>UTF-16 code units of the longest word, and of the one that is too long by what a single character can become.</summary>
    public const int BufferLength = 2 * (LongestWord + BaseCharacters.Most);

    // Two letters whose lower case depends on more than themselves.
    private const int CapitalDottedI = 0x130;
    private const int CapitalSigma = 0x3A3;
    private const int FinalSigma = 0x3C2;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _buffer = buffer;
    private int _next;
    private int _units;
    private int _characters;
    private bool _afterCased;
    private int _alone;

    /// <summary>The word just read.</summary>
    public readonly ReadOnlySpan<char> Word => _buffer[.._units];

    /// <summary>Whether the word has more than <see cref="LongestWord"/> characters; then <see cref="Word"/> holds its beginning.</summary>
    public readonly bool IsTooLong => _characters > LongestWord;

    /// <summary>Reads the next word; false at the end.</summary>
    public bool Read()
    {
        (_units, _characters) = (0, 0);
        if (_alone != 0)
            return TakeAlone();

        Span<Rune> parts = stackalloc Rune[BaseCharacters.Most];
        while (_next < _text.Length)
        {
            Rune.DecodeFromUtf16(_text[_next..], out var character, out var units);
            _next += units;
            if (CharacterKinds.IsBlank(character))
            {
                _afterCased = false;
                if (_units > 0)
                    return true;
                continue;
            }

            if (CharacterKinds.IsDropped(character))
                continue;

            // Every part but the first belongs to a letter: no character becomes punctuation and more.
            var count = Normalize(character, parts);
            if (count == 0)
                continue;
            if (CharacterKinds.IsChinese(character) || CharacterKinds.IsPunctuation(parts[0]))
            {
                _alone = parts[0].Value;
                return _units > 0 || TakeAlone();
            }

            foreach (var part in parts[..count])
                Append(part);
        }

        return _units > 0;
    }

    private bool TakeAlone()
    {
        Append(new Rune(_alone));
        _alone = 0;
        return true;
    }

    private void Append(Rune character)
    {
        // What is behind the limit is counted and not kept.
        if (++_characters <= LongestWord)
            _units += character.EncodeToUtf16(_buffer[_units..]);
    }

    private int Normalize(Rune character, scoped Span<Rune> parts)
    {
        if (!lowerCase)
        {
            parts[0] = character;
            return 1;
        }

        var lower = Lower(character);
        _afterCased = CharacterKinds.IsCased(character) || (_afterCased && CharacterKinds.IsCaseIgnorable(character));
        if (lower.IsAscii)
        {
            parts[0] = lower;
            return 1;
        }

        return BaseCharacters.Strip(lower, parts);
    }

    private readonly Rune Lower(Rune character) => character.Value switch
    {
        // An i with a dot above, which is lost as an accent.
        CapitalDottedI => new Rune('i'),
        CapitalSigma when _afterCased && !CasedFollows() => new Rune(FinalSigma),
        _ => Rune.ToLowerInvariant(character),
    };

    private readonly bool CasedFollows()
    {
        foreach (var character in _text[_next..].EnumerateRunes())
        {
            if (CharacterKinds.IsCased(character))
                return true;
            if (CharacterKinds.IsBlank(character) || !CharacterKinds.IsCaseIgnorable(character))
                return false;
        }

        return false;
    }
}
