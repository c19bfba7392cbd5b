using System.Globalization;

namespace MctsAspire.Orchestrator.Documents.Chunking;

/// <summary>Cuts text that has no usable boundary into pieces of a bounded length.</summary>
internal static class LongText
{
    private const int LongestCluster = 32;

    /// <summary>
    /// The span in pieces of at most <paramref name="most"/> code units: cut at white space in the later half of a piece, else
    /// between characters, never within a surrogate pair nor before a mark that combines with the character before it.
    /// </summary>
    public static IEnumerable<(int Start, int End)> Cut(string text, int start, int end, int most)
    {
        while (end - start > most)
        {
            var cut = Boundary(text, start, start + most);
            var stop = cut;
            while (stop > start && char.IsWhiteSpace(text[stop - 1]))
                stop--;
            if (stop > start)
                yield return (start, stop);

            start = cut;
            while (start < end && char.IsWhiteSpace(text[start]))
                start++;
        }

        if (end > start)
            yield return (start, end);
    }

    private static int Boundary(string text, int start, int most)
    {
        var half = start + ((most - start) / 2);
        for (var i = most; i > half; i--)
        {
            if (char.IsWhiteSpace(text[i]))
                return i;
        }

        var cut = most;
        while (cut > most - LongestCluster && cut > start + 1 && Joins(text, cut))
            cut--;
        if (cut == most - LongestCluster || cut == start + 1)
            cut = most;

        // More marks than any script piles up: only the pair is kept whole.
        return char.IsLowSurrogate(text[cut]) && char.IsHighSurrogate(text[cut - 1]) && cut - 1 > start ? cut - 1 : cut;
    }

    private static bool Joins(string text, int at)
    {
        if (char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]))
            return true;

        const char joiner = '\u200D';
        return text[at] == joiner
            || text[at - 1] == joiner
            || CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
    }
}
