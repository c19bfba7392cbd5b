namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>
/// Takes the inflection off an English word by the algorithm of M. F. Porter, "An algorithm for suffix stripping",
/// Program 14(3), 1980.
/// </summary>
internal static class PorterStemmer
{
    private static readonly (string Suffix, string Replacement)[] SecondStep =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
        ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"),
    ];

    private static readonly (string Suffix, string Replacement)[] ThirdStep =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    // Longer endings before those that they end with.
    private static readonly string[] FourthStep =
    [
        "ement", "ment", "ent", "ance", "ence", "able", "ible", "ant", "al", "er", "ic", "ion", "ou", "ism", "ate",
        "iti", "ous", "ive", "ize",
    ];

    /// <summary>The stem of a word in lower case; words of one or two letters stay as they are.</summary>
    /// <param name="word">Lower-case word.</param>
    public static string Stem(string word)
    {
        if (word.Length < 3)
            return word;
        foreach (var c in word)
        {
            if (c is < 'a' or > 'z')
                return word;
        }

        var w = Plurals(word);
        w = PastAndProgressive(w);
        if (w.EndsWith('y') && HasVowel(w, w.Length - 1))
            w = string.Concat(w.AsSpan(0, w.Length - 1), "i");
        w = Replace(w, SecondStep);
        w = Replace(w, ThirdStep);
        w = Strip(w);
        return Tidy(w);
    }

    private static string Plurals(string w)
    {
        if (w.EndsWith("sses", StringComparison.Ordinal) || w.EndsWith("ies", StringComparison.Ordinal))
            return w[..^2];
        return w.EndsWith('s') && !w.EndsWith("ss", StringComparison.Ordinal) ? w[..^1] : w;
    }

    private static string PastAndProgressive(string w)
    {
        if (w.EndsWith("eed", StringComparison.Ordinal))
            return Measure(w, w.Length - 3) > 0 ? w[..^1] : w;

        string stem;
        if (w.EndsWith("ed", StringComparison.Ordinal) && HasVowel(w, w.Length - 2))
            stem = w[..^2];
        else if (w.EndsWith("ing", StringComparison.Ordinal) && HasVowel(w, w.Length - 3))
            stem = w[..^3];
        else
            return w;

        if (stem.EndsWith("at", StringComparison.Ordinal) || stem.EndsWith("bl", StringComparison.Ordinal) || stem.EndsWith("iz", StringComparison.Ordinal))
            return stem + "e";
        if (EndsInDoubleConsonant(stem) && stem[^1] is not ('l' or 's' or 'z'))
            return stem[..^1];
        return Measure(stem, stem.Length) == 1 && EndsConsonantVowelConsonant(stem, stem.Length) ? stem + "e" : stem;
    }

    private static string Replace(string w, (string Suffix, string Replacement)[] rules)
    {
        (string Suffix, string Replacement)? longest = null;
        foreach (var rule in rules)
        {
            if (w.EndsWith(rule.Suffix, StringComparison.Ordinal) && (longest is null || rule.Suffix.Length > longest.Value.Suffix.Length))
                longest = rule;
        }

        return longest is { } found && Measure(w, w.Length - found.Suffix.Length) > 0
            ? string.Concat(w.AsSpan(0, w.Length - found.Suffix.Length), found.Replacement)
            : w;
    }

    private static string Strip(string w)
    {
        foreach (var suffix in FourthStep)
        {
            if (!w.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            var length = w.Length - suffix.Length;
            if (suffix == "ion" && (length == 0 || w[length - 1] is not ('s' or 't')))
                return w;
            return Measure(w, length) > 1 ? w[..length] : w;
        }

        return w;
    }

    private static string Tidy(string w)
    {
        if (w.EndsWith('e'))
        {
            var measure = Measure(w, w.Length - 1);
            if (measure > 1 || (measure == 1 && !EndsConsonantVowelConsonant(w, w.Length - 1)))
                w = w[..^1];
        }

        return w.EndsWith("ll", StringComparison.Ordinal) && Measure(w, w.Length) > 1 ? w[..^1] : w;
    }

    private static bool IsConsonant(string w, int i) => w[i] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => i == 0 || !IsConsonant(w, i - 1),
        _ => true,
    };

    // Counts the sequences of vowels followed by consonants in the first `length` letters.
    private static int Measure(string w, int length)
    {
        var measure = 0;
        var afterVowel = false;
        for (var i = 0; i < length; i++)
        {
            var consonant = IsConsonant(w, i);
            if (consonant && afterVowel)
                measure++;
            afterVowel = !consonant;
        }

        return measure;
    }

    private static bool HasVowel(string w, int length)
    {
        for (var i = 0; i < length; i++)
        {
            if (!IsConsonant(w, i))
                return true;
        }

        return false;
    }

    private static bool EndsInDoubleConsonant(string w) => w.Length > 1 && w[^1] == w[^2] && IsConsonant(w, w.Length - 1);

    private static bool EndsConsonantVowelConsonant(string w, int length) =>
        length > 2 && IsConsonant(w, length - 1) && !IsConsonant(w, length - 2) && IsConsonant(w, length - 3)
        && w[length - 1] is not ('w' or 'x' or 'y');
}
