using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;
using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Says which words of a question a word of a passage stands for, and how surely.</summary>
internal sealed class TermMatcher
{
    private const double Derived = 0.8;
    private const double Synonym = 0.6;
    private const int ShortestCommonPrefix = 4;
    private const int LongestDifference = 4;

    private readonly QuestionTerm[] _terms;
    private readonly Dictionary<string, Match[]> _matches = new(StringComparer.Ordinal);

    /// <summary>A matcher for the words of one question.</summary>
    /// <param name="terms">The words.</param>
    public TermMatcher(QuestionTerm[] terms) => _terms = terms;

    /// <summary>The words that a stem stands for; empty for most stems.</summary>
    /// <param name="stem">Stem of a word of a passage.</param>
    public Match[] Of(string stem)
    {
        if (_matches.TryGetValue(stem, out var found))
            return found;
        List<Match>? list = null;
        for (var i = 0; i < _terms.Length; i++)
        {
            var strength = Strength(_terms[i], stem);
            if (strength > 0)
                (list ??= []).Add(new Match(i, strength));
        }

        return _matches[stem] = list is null ? [] : [.. list];
    }

    private static double Strength(QuestionTerm term, string stem)
    {
        if (term.Stem == stem)
            return 1;
        if (term.Kind == TermKind.Number || stem.Length == 0 || char.IsAsciiDigit(stem[0]))
            return 0;
        if (AreDerived(term.Stem, stem))
            return Derived;
        return Synonyms.Of(term.Stem)?.Contains(stem) == true ? Synonym : 0;
    }

    // "invad" and "invas", "coloni" and "colon": a long common beginning and short endings.
    private static bool AreDerived(string a, string b)
    {
        var common = 0;
        var shorter = Math.Min(a.Length, b.Length);
        while (common < shorter && a[common] == b[common])
            common++;
        if (common < ShortestCommonPrefix)
            return false;
        var difference = a.Length + b.Length - (2 * common);
        return common >= 6 ? difference <= LongestDifference : common == 5 ? difference <= 3 : difference <= 2 && shorter >= 4 && common == shorter;
    }

    /// <summary>A word of the question and how surely it is meant, in (0,1].</summary>
    /// <param name="Term">Index of the word.</param>
    /// <param name="Strength">1 for the same stem, less for derived forms and synonyms.</param>
    internal readonly record struct Match(int Term, double Strength);
}
