using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>
/// Tells whether one run of words affirms what another denies: by a word of negation, by a prefix ("safe", "unsafe"), or by an opposite ("open",
/// "closed"). Two of these undo each other: "not open" and "closed" agree.
/// </summary>
internal static class Polarity
{
    private const int ShortestBase = 3;

    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal)
    {
        "not", "never", "no", "none", "neither", "nor", "without", "cannot", "nobody", "nothing", "nowhere", "hardly", "scarcely", "forbidden", "prohibited", "banned",
    };

    private static readonly string[] Prefixes = ["un", "in", "im", "ir", "il", "dis", "non", "mis"];

    /// <summary>Whether the second run of words denies what the first affirms, or the other way round.</summary>
    /// <param name="a">A run of words.</param>
    /// <param name="b">Another about the same.</param>
    public static bool Differs(ReadOnlySpan<Token> a, ReadOnlySpan<Token> b)
    {
        var flips = CountNegations(a) + CountNegations(b);
        var (onlyA, onlyB) = (Own(a, b), Own(b, a));
        foreach (var word in onlyA)
        {
            if (onlyB.Any(other => AreOpposed(word, other)))
                flips++;
        }

        return flips % 2 == 1;
    }

    /// <summary>Whether two words say the opposite of each other.</summary>
    /// <param name="a">A word.</param>
    /// <param name="b">Another.</param>
    public static bool AreOpposed(Token a, Token b) =>
        Negates(a.Word, b.Word) || Negates(b.Word, a.Word) || Antonyms.Of(a.Stem)?.Contains(b.Stem) == true;

    // "unsafe" and "safe", "careless" and "careful".
    private static bool Negates(string word, string plain)
    {
        foreach (var prefix in Prefixes)
        {
            if (plain.Length >= ShortestBase && word.Length == plain.Length + prefix.Length && word.StartsWith(prefix, StringComparison.Ordinal) && word.EndsWith(plain, StringComparison.Ordinal))
                return true;
        }

        return word.EndsWith("less", StringComparison.Ordinal) && plain.EndsWith("ful", StringComparison.Ordinal) && word.Length > 4 + ShortestBase && word[..^4] == plain[..^3];
    }

    // "not until" tells when something began, "no longer than" how long it is: they deny nothing.
    private static int CountNegations(ReadOnlySpan<Token> tokens)
    {
        var count = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            var denies = Negations.Contains(tokens[i].Word) || tokens[i].Word.EndsWith("n't", StringComparison.Ordinal);
            if (denies && !HasUntil(tokens, i) && !(i + 1 < tokens.Length && tokens[i + 1].Word is "only" or "longer" or "later"))
                count++;
        }

        return count;
    }

    private static bool HasUntil(ReadOnlySpan<Token> tokens, int at)
    {
        for (var i = at + 1; i < tokens.Length; i++)
        {
            if (tokens[i].Word is "until" or "till")
                return true;
        }

        return false;
    }

    private static List<Token> Own(ReadOnlySpan<Token> tokens, ReadOnlySpan<Token> others)
    {
        var stems = new HashSet<string>(StringComparer.Ordinal);
        foreach (var other in others)
            stems.Add(other.Stem);
        var own = new List<Token>();
        foreach (var token in tokens)
        {
            if (!stems.Contains(token.Stem))
                own.Add(token);
        }

        return own;
    }
}
