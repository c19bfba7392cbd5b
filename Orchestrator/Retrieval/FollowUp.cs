using System.Collections.Frozen;

namespace MctsAspire.Orchestrator.Retrieval;

/// <summary>Tells whether a question leans on what was said before it.</summary>
internal static class FollowUp
{
    private const int TooFewToStandAlone = 2;

    // A pointer behind a comma or a conjunction, with so many telling words before that, points to these.
    private const int EnoughToPointTo = 2;

    private static readonly FrozenSet<string> Pointers = Set("it its itself they them their theirs themselves he him his himself she her hers herself this these those such same former latter ones");
    private static readonly FrozenSet<string> PointersAtTheEnd = Set("there that then one");
    private static readonly FrozenSet<string> Connectors = Set("and but or so also then");
    private static readonly char[] Breaks = [',', ';', ':', '.', '?', '!', '\n'];

    /// <summary>Whether a question points back, goes on from something, or says too little by itself.</summary>
    public static bool Is(string question)
    {
        var words = QueryWords.Split(question).ToList();
        return words.Count <= TooFewToStandAlone
            || Connectors.Contains(words[0])
            || (Is(words[0], "what", "how") && Is(words[1], "about"))
            || PointsOut(question);
    }

    private static bool PointsOut(string question)
    {
        var telling = 0;
        var pointable = false;
        foreach (var clause in question.Split(Breaks))
        {
            var words = QueryWords.Split(clause).ToList();
            for (var i = 0; i < words.Count; i++)
            {
                pointable |= telling >= EnoughToPointTo && (i == 0 || Connectors.Contains(words[i]));
                if (!pointable && (Pointers.Contains(words[i]) || (i == words.Count - 1 && PointersAtTheEnd.Contains(words[i]))))
                    return true;
                telling += StopWords.Contains(words[i]) ? 0 : 1;
            }
        }

        return false;
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
