namespace MctsAspire.Neural.Text;

/// <summary>
/// Cuts texts into the tokens of a vocabulary as BERT does (Devlin et al. 2018, tokenization.py of its release): words first, then each
/// word from its beginning into the longest tokens that fit. Thread-safe.
/// </summary>
/// <param name="vocabulary">The tokens.</param>
/// <param name="lowerCase">Whether the vocabulary is of words in lower case without accents ("uncased").</param>
public sealed class WordPieceTokenizer(Vocabulary vocabulary, bool lowerCase = true)
{
    /// <summary>The fewest places that <see cref="Encode"/> fills: the marks of beginning and end.</summary>
    public const int FewestTokens = 2;

    /// <summary>The tokens.</summary>
    public Vocabulary Vocabulary { get; } = vocabulary;

    /// <summary>Whether words are brought to lower case and lose their accents.</summary>
    public bool LowerCase { get; } = lowerCase;

    /// <summary>Writes <c>[CLS]</c>, the text's tokens and <c>[SEP]</c>. What does not fit is cut off at the end of the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ids">Takes the numbers of the tokens; room for at least <see cref="FewestTokens"/>.</param>
    /// <returns>How many were written.</returns>
    /// <exception cref="ArgumentException">There is no room for the two marks.</exception>
    public int Encode(ReadOnlySpan<char> text, Span<int> ids)
    {
        if (ids.Length < FewestTokens)
            throw new ArgumentException($"There must be room for {FewestTokens} tokens, and there is for {ids.Length}.", nameof(ids));

        ids[0] = Vocabulary.Start;
        var count = 1;
        var last = ids.Length - 1;
        Span<int> pieces = stackalloc int[WordReader.LongestWord];
        var words = new WordReader(text, LowerCase, stackalloc char[WordReader.BufferLength]);
        while (count < last && words.Read())
        {
            var cut = pieces[..Cut(words, pieces)];
            cut = cut[..Math.Min(cut.Length, last - count)];
            cut.CopyTo(ids[count..]);
            count += cut.Length;
        }

        ids[count] = Vocabulary.End;
        return count + 1;
    }

    /// <summary>The text's tokens in words, all of them and without marks: for people to look at.</summary>
    public IReadOnlyList<string> Tokenize(string text)
    {
        var tokens = new List<string>();
        Span<int> pieces = stackalloc int[WordReader.LongestWord];
        var words = new WordReader(text, LowerCase, stackalloc char[WordReader.BufferLength]);
        while (words.Read())
        {
            foreach (var id in pieces[..Cut(words, pieces)])
                tokens.Add(Vocabulary.Tokens[id]);
        }

        return tokens;
    }

    // A word of which any part has no token is unknown as a whole.
    private int Cut(in WordReader words, Span<int> pieces)
    {
        var count = 0;
        var rest = words.IsTooLong ? [] : words.Word;
        while (!rest.IsEmpty)
        {
            var length = Math.Min(rest.Length, Vocabulary.Longest);
            int id;
            while (!Vocabulary.TryFind(rest[..length], goesOn: count > 0, out id))
            {
                if (--length == 0)
                {
                    pieces[0] = Vocabulary.Unknown;
                    return 1;
                }
            }

            pieces[count++] = id;
            rest = rest[length..];
        }

        if (count == 0)
            pieces[count++] = Vocabulary.Unknown;
        return count;
    }
}
