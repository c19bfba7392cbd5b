using System.Collections.Frozen;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

/// <summary>Nouns for people and groups of people.</summary>
internal static class PersonNouns
{
    private static readonly FrozenSet<string> Stems =
        WordLists.Lines("person-nouns.txt").SelectMany(line => line).Select(Tokenizer.StemOf).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True when a stem is a person's or a group's.</summary>
    /// <param name="stem">Stem of a word.</param>
    public static bool Contains(string stem) => Stems.Contains(stem);
}
