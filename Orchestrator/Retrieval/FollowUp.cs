using System.Collections.Frozen;

namespace MctsAspire.Orchestrator.Retrieval;

/// <summary>Tells whether a question leans on what was said before it.</summary>
internal static class FollowUp
{
    private const int TooFewToStandAlone = 2;

    private static readonly FrozenSet<string> Pointers = Set("it its itself they them their theirs themselves he him his himself she her hers herself this these those such same former latter ones");
    private static readonly FrozenSet<string> PointersAtTheEnd = Set("there that then one");
    private static readonly FrozenSet<string> Connectors = Set("and but or so also then");

    /// <summary>Whether a question points back, goes on from something, or says too little by itself.</summary>
    public static bool Is(string question)
    {
        var words = QueryWords.Split(question).ToList();
        return words.Count <= TooFewToStandAlone
            || words.Exists(Pointers.Contains)
            || PointersAtTheEnd.Contains(words[^1])
            || Connectors.Contains(words[0])
            || (Is(words[0], "what", "how") && Is(words[1], "about"));
    }

    private static bool Is(string word, params ReadOnlySpan<string> wanted)
    {
        foreach (var one in wanted)
        {
            if (word.Equals(one, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
