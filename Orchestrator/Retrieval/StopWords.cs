using System.Collections.Frozen;

namespace MctsAspire.Orchestrator.Retrieval;

/// <summary>English words that say nothing about what a question is after.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> Words = (
        "a about above after again all also am an and any are as at be because been before being below between both but by can could d did do does doing don down during each either "
        + "ever few for from further get give given had has have having he her here hers him his how i if in into is it its itself just ll m many may me might more most much must my no nor "
        + "not now of off on once one only or other our ours out over own please re s same shall she should so some such t tell than that the their theirs them then there these they this "
        + "those through to too under until up upon us ve very was we were what when where whether which while who whom whose why will with would you your yours")
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a word is one of them, in whatever case.</summary>
    public static bool Contains(string word) => Words.Contains(word);
}
