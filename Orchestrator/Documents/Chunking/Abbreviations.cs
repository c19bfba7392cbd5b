using System.Collections.Frozen;

namespace MctsAspire.Orchestrator.Documents.Chunking;

/// <summary>Words that end with a full stop which need not end a sentence.</summary>
internal static class Abbreviations
{
    // Something belongs to them that follows: a name, an example, a number.
    private static readonly FrozenSet<string> Open = Set(
        "mr mrs ms mx dr prof st ste gen col lt sgt capt cmdr maj adm rev hon pres gov sen rep fr messrs mt ft e.g i.e eg ie vs cf viz approx ca resp incl excl "
        + "z.b d.h u.a s.o vgl bzw ggf evtl inkl sog nr hr frl hrn dipl ing");

    // They stand before a number, or are a word of their own.
    private static readonly FrozenSet<string> BeforeNumber = Set("no nos fig figs eq eqs sec ch chap vol p pp art tab app ref para paras op abb kap bd abs s");

    // They may end a sentence.
    private static readonly FrozenSet<string> Either = Set(
        "inc ltd co corp bros jr sr al ed eds dept univ est jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun ph.d m.d b.a m.a b.sc m.sc d.c usw u.s.w");

    private static readonly FrozenSet<string> Starters = Set(
        "the a an this that these those it its he she they we you i in on at by for from with as if when while after before however but and or so then there here what who "
        + "why how where which our their his her not no yes to also some many most all both each every since until although though because during under over one two");

    /// <summary>Whether a full stop after <paramref name="word"/> ends the sentence, when a word with a capital or a digit follows.</summary>
    /// <param name="word">The letters, digits and inner full stops before the full stop.</param>
    /// <param name="next">The word that follows.</param>
    public static bool Ends(ReadOnlySpan<char> word, ReadOnlySpan<char> next)
    {
        if (word.Length is 0 or > 8)
            return true;

        // z. B., d. h., i. e.
        if (word.Length == 1 && next.Length == 1 && char.IsLower(word[0]))
            return false;

        Span<char> lower = stackalloc char[8];
        lower = lower[..word.ToLowerInvariant(lower)];
        if (Contains(Open, lower))
            return false;
        if (Contains(BeforeNumber, lower) && !next.IsEmpty && char.IsDigit(next[0]))
            return false;
        return !(IsInitials(word) || Contains(Either, lower)) || IsStarter(next);
    }

    // J. or U.S., but not a.m., after which a capital begins a sentence.
    private static bool IsInitials(ReadOnlySpan<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (i % 2 == 0 ? !char.IsUpper(word[i]) : word[i] != '.')
                return false;
        }

        return word.Length % 2 == 1;
    }

    private static bool IsStarter(ReadOnlySpan<char> next)
    {
        if (next.Length is 0 or > 8)
            return false;
        Span<char> lower = stackalloc char[8];
        return Contains(Starters, lower[..next.ToLowerInvariant(lower)]);
    }

    private static bool Contains(FrozenSet<string> words, ReadOnlySpan<char> word) => words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
