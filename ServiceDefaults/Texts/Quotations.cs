using System.Buffers;
using System.Text;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>What a text quotes or shows as code, which it speaks about rather than says.</summary>
internal static class Quotations
{
    private const int LongestQuotation = 300;
    private const int FewWords = 3;
    private const string Fence = "```";

    private static readonly Marks[] Pairs =
    [
        new('`', "`", "`\n", int.MaxValue),
        new('"', "\"", "\"\n", LongestQuotation),
        new('“', "”", "”", LongestQuotation),
        new('„', "“”", "“”", LongestQuotation),
        new('«', "»", "»", LongestQuotation),
        new('‘', "’", "’", LongestQuotation),
        new('\'', "'", "'\n", LongestQuotation),
    ];

    private static readonly string Opening = string.Concat(Pairs.Select(pair => pair.Opening));
    private static readonly SearchValues<char> Openings = SearchValues.Create(Opening);

    /// <summary>The text without what it quotes; all of it when little else is left.</summary>
    public static string LeftOut(string text)
    {
        var next = text.AsSpan().IndexOfAny(Openings);
        if (next < 0)
            return text;
        // Where each pair ends next: looked for once for all that open before it.
        Span<int> ends = stackalloc int[Pairs.Length];
        var rest = new StringBuilder(text.Length);
        var from = 0;
        while (next >= 0)
        {
            var place = from + next;
            var length = LengthOfQuotation(text, place, ends);
            rest.Append(text.AsSpan(from, next)).Append(length > 0 ? ' ' : text[place]);
            from = place + Math.Max(1, length);
            next = text.AsSpan(from).IndexOfAny(Openings);
        }

        var left = rest.Append(text.AsSpan(from)).ToString();
        return HoldsWords(left) ? left : text;
    }

    /// <summary>How long the quotation that begins at a place is, with its marks; 0: none begins there.</summary>
    private static int LengthOfQuotation(string text, int place, Span<int> ends)
    {
        if (text[place] == Fence[0] && LengthOfBlock(text.AsSpan(place)) is > 0 and var block)
            return block;
        var which = Opening.IndexOf(text[place], StringComparison.Ordinal);
        var (_, closing, until, longest) = Pairs[which];
        ref var end = ref ends[which];
        if (end <= place)
            end = text.AsSpan(place + 1).IndexOfAny(until) is var distance and >= 0 ? place + 1 + distance : text.Length;
        var inside = end - place - 1;
        if (end == text.Length || inside == 0 || inside > longest || !closing.Contains(text[end], StringComparison.Ordinal))
            return 0;
        // An apostrophe stands in a word, or behind one.
        return text[place] == '\'' && (IsOfWord(text, place - 1) || IsOfWord(text, end + 1)) ? 0 : inside + 2;
    }

    private static int LengthOfBlock(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Fence, StringComparison.Ordinal))
            return 0;
        var inside = text[Fence.Length..].IndexOf(Fence[0]);
        return inside > 0 && text[(Fence.Length + inside)..].StartsWith(Fence, StringComparison.Ordinal) ? inside + (2 * Fence.Length) : 0;
    }

    private static bool HoldsWords(string text)
    {
        var words = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsOfWord(text, i) && !IsOfWord(text, i - 1) && ++words == FewWords)
                return true;
        }

        return false;
    }

    private static bool IsOfWord(string text, int place) => place >= 0 && place < text.Length && (char.IsLetterOrDigit(text[place]) || text[place] == '_');

    /// <summary>The marks of a quotation.</summary>
    /// <param name="Opening">What it begins with.</param>
    /// <param name="Closing">What it may end with.</param>
    /// <param name="Until">What it may not hold.</param>
    /// <param name="Longest">Characters at most.</param>
    private sealed record Marks(char Opening, string Closing, string Until, int Longest);
}
