using System.Runtime.InteropServices;

namespace MctsAspire.Neural.Text;

/// <summary>
/// Makes a vocabulary from texts, for a model that is trained from nothing: every character that occurs, then ever longer pieces, each
/// joined from the two that stand together most often (byte-pair encoding, Sennrich et al. 2016, on words). The same texts give the same
/// vocabulary, in whatever order they come.
/// </summary>
/// <param name="lowerCase">Whether words are brought to lower case and lose their accents.</param>
public sealed class VocabularyBuilder(bool lowerCase = true)
{
    /// <summary>The most distinct words that are taken; a text with further ones is refused.</summary>
    public const int MostWords = 200_000;

    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly Dictionary<string, long> _words = new(StringComparer.Ordinal);

    /// <summary>Takes the words of a text.</summary>
    /// <exception cref="InvalidOperationException">There are more than <see cref="MostWords"/> distinct words.</exception>
    public void Add(ReadOnlySpan<char> text)
    {
        var find = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        var words = new WordReader(text, lowerCase, stackalloc char[WordReader.BufferLength]);
        while (words.Read())
        {
            if (words.IsTooLong)
                continue;
            CollectionsMarshal.GetValueRefOrAddDefault(find, words.Word, out _)++;
            if (_words.Count > MostWords)
                throw new InvalidOperationException($"The texts have more than {MostWords} distinct words. Give fewer texts.");
        }
    }

    /// <summary>The vocabulary of the texts so far.</summary>
    /// <param name="size">The most tokens that it shall have; it has fewer when the texts give no more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size has no room for the special tokens and the single characters.</exception>
    public Vocabulary Build(int size)
    {
        var words = _words.OrderBy(word => word.Key, StringComparer.Ordinal).Select(word => (Pieces: Characters(word.Key), Count: word.Value)).ToList();
        var tokens = new List<string>(Special);
        tokens.AddRange(words.SelectMany(word => word.Pieces).Distinct().Except(Special).Order(StringComparer.Ordinal));
        if (size < tokens.Count || size > Vocabulary.MostTokens)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"Must be from {tokens.Count}, for the special tokens and the single characters, to {Vocabulary.MostTokens}.");

        var known = tokens.ToHashSet(StringComparer.Ordinal);
        while (tokens.Count < size && MostFrequentPair(words) is { } pair)
        {
            var joined = pair.First + pair.Second[Vocabulary.Continuation.Length..];

            // Two ways may lead to one token.
            if (known.Add(joined))
                tokens.Add(joined);
            foreach (var (pieces, _) in words)
                Join(pieces, pair, joined);
        }

        return new Vocabulary(tokens);
    }

    private static List<string> Characters(string word)
    {
        var characters = word.EnumerateRunes().Select(character => character.ToString()).ToList();
        for (var i = 1; i < characters.Count; i++)
            characters[i] = Vocabulary.Continuation + characters[i];
        return characters;
    }

    private static (string First, string Second)? MostFrequentPair(List<(List<string> Pieces, long Count)> words)
    {
        var counts = new Dictionary<(string First, string Second), long>();
        foreach (var (pieces, count) in words)
        {
            for (var i = 1; i < pieces.Count; i++)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, (pieces[i - 1], pieces[i]), out _) += count;
        }

        (string First, string Second)? best = null;
        foreach (var (pair, count) in counts)
        {
            if (best is not { } old || count > counts[old] || (count == counts[old] && Compare(pair, old) < 0))
                best = pair;
        }

        return best;
    }

    private static int Compare((string First, string Second) one, (string First, string Second) other)
    {
        var first = string.CompareOrdinal(one.First, other.First);
        return first != 0 ? first : string.CompareOrdinal(one.Second, other.Second);
    }

    private static void Join(List<string> pieces, (string First, string Second) pair, string joined)
    {
        for (var i = 1; i < pieces.Count; i++)
        {
            if (pieces[i - 1] != pair.First || pieces[i] != pair.Second)
                continue;
            pieces[i - 1] = joined;
            pieces.RemoveAt(i);
        }
    }
}
