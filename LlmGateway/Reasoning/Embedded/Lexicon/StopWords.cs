using System.Collections.Frozen;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

/// <summary>Words that carry no meaning of their own.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> Words = WordLists.Lines("stop-words.txt").SelectMany(line => line).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True when a lower-case word is on the list.</summary>
    /// <param name="word">Lower-case word.</param>
    public static bool Contains(string word) => Words.Contains(word);
}
