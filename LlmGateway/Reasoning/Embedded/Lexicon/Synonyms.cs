using System.Collections.Frozen;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

/// <summary>Words of general English that a question and its answer use for each other.</summary>
internal static class Synonyms
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> Groups = WordPairs.Read("synonyms.txt", Tokenizer.StemOf);

    /// <summary>The stems that may stand for a stem; null when there are none.</summary>
    /// <param name="stem">Stem of a word.</param>
    public static FrozenSet<string>? Of(string stem) => Groups.GetValueOrDefault(stem);
}
