namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Tells whether two rare words are probably one word spelled in two ways.</summary>
internal static class Spelling
{
    private const int ShortestWord = 5;
    private const int ShortestForTwo = 8;
    private const int LongestWord = 40;

    /// <summary>
    /// Whether one or, in long words, two edits lead from one to the other. An edit puts in, takes out or replaces a letter or swaps two
    /// neighbours (optimal string alignment). The first letter must be the same: it is hardly ever misspelled.
    /// </summary>
    /// <param name="a">A lower-case word.</param>
    /// <param name="b">Another.</param>
    public static bool AreClose(string a, string b)
    {
        var shorter = Math.Min(a.Length, b.Length);
        var most = shorter >= ShortestForTwo ? 2 : 1;
        return shorter >= ShortestWord && a[0] == b[0] && Math.Max(a.Length, b.Length) <= LongestWord && Math.Abs(a.Length - b.Length) <= most
            && Distance(a, b) <= most;
    }

    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            last.CopyTo(before);
            row.CopyTo(last);
        }

        return last[b.Length];
    }
}
