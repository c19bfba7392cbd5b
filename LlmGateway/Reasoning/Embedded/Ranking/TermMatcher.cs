using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;
using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Says which words of a question a word of a passage stands for, and how surely.</summary>
internal sealed class TermMatcher
{
    private const double Derived = 0.75;
    private const double Synonym = 0.7;
    private const double Misspelled = 0.8;
    private const double Initials = 0.9;
    private const int ShortestCommonPrefix = 4;
    private const int LongestDifference = 4;

    private readonly QuestionTerm[] _terms;
    private readonly bool[] _mayBeMisspelled;
    private readonly Dictionary<string, TermMatch[]> _matches = new(StringComparer.Ordinal);

    /// <summary>A matcher for the words of one question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="texts">The passages: a word that one of them holds is not misspelled.</param>
    public TermMatcher(Question question, IReadOnlyList<PassageText> texts)
    {
        _terms = question.Terms;
        _mayBeMisspelled = [.. _terms.Select(term => term.Kind != TermKind.Number && IsRare(term.Stem) && !texts.Any(text => text.Stems.Contains(term.Stem)))];
        FullNames = Acronyms.FullNames(question);
        AcronymTerms = [.. Enumerable.Range(0, _terms.Length).Where(i => Acronyms.IsAcronym(question, _terms[i]))];
    }

    /// <summary>Which words of the question are acronyms.</summary>
    public int[] AcronymTerms { get; }

    /// <summary>The names of several words, each with its initials and its words.</summary>
    public IReadOnlyList<(string Initials, int[] Terms)> FullNames { get; }

    /// <summary>How well a run of words matches each word of the question, in [0,1].</summary>
    /// <param name="tokens">The run of words.</param>
    public double[] Match(ReadOnlySpan<Token> tokens)
    {
        var matches = new double[_terms.Length];
        foreach (var token in tokens)
        {
            foreach (var match in Of(token.Stem))
                matches[match.Term] = Math.Max(matches[match.Term], match.Strength);
        }

        foreach (var term in AcronymTerms)
        {
            if (matches[term] < Initials && Acronyms.IsSpelledOut(tokens, _terms[term].Word))
                matches[term] = Initials;
        }

        return matches;
    }

    /// <summary>The words that a stem stands for; empty for most stems.</summary>
    /// <param name="stem">Stem of a word of a passage.</param>
    public TermMatch[] Of(string stem)
    {
        if (_matches.TryGetValue(stem, out var found))
            return found;
        List<TermMatch>? list = null;
        for (var i = 0; i < _terms.Length; i++)
        {
            var strength = Strength(_terms[i], stem);
            if (strength <= 0 && _mayBeMisspelled[i] && IsRare(stem) && Spelling.AreClose(_terms[i].Stem, stem))
                strength = Misspelled;
            if (strength > 0)
                (list ??= []).Add(new TermMatch(i, strength));
        }

        foreach (var (initials, terms) in FullNames)
        {
            if (initials.Equals(stem, StringComparison.OrdinalIgnoreCase))
                (list ??= []).AddRange(terms.Select(term => new TermMatch(term, Initials)));
        }

        return _matches[stem] = list is null ? [] : [.. list];
    }

    private static bool IsRare(string stem) => CommonWords.BandOf(stem) == 0 && stem.Length > 0 && !char.IsAsciiDigit(stem[0]);

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

    // "reopen" and "open".
    private static bool IsRepeated(string again, string once) =>
        once.Length >= ShortestCommonPrefix && again.Length == once.Length + 2 && again.StartsWith("re", StringComparison.Ordinal) && again.EndsWith(once, StringComparison.Ordinal);

    // "invad" and "invas", "coloni" and "colon": a long common beginning and short endings.
    private static bool AreDerived(string a, string b)
    {
        if (IsRepeated(a, b) || IsRepeated(b, a))
            return true;
        var common = 0;
        var shorter = Math.Min(a.Length, b.Length);
        while (common < shorter && a[common] == b[common])
            common++;
        if (common < ShortestCommonPrefix)
            return false;
        var difference = a.Length + b.Length - (2 * common);
        return common >= 6 ? difference <= LongestDifference : common == 5 ? difference <= 3 : difference <= 2 && shorter >= 4 && common == shorter;
    }
}
