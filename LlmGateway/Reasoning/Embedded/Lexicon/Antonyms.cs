using System.Collections.Frozen;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

/// <summary>Words of general English that say the opposite of each other: a sentence on the last one does not tell of the first.</summary>
internal static class Antonyms
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> Opposites = WordPairs.Read("antonyms.txt", Tokenizer.StemOf);

    /// <summary>The stems that oppose a stem; null when there are none.</summary>
    /// <param name="stem">Stem of a word.</param>
    public static FrozenSet<string>? Of(string stem) => Opposites.GetValueOrDefault(stem);
}
