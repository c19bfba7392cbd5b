using System.Collections.Frozen;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

/// <summary>Words of general English that a question and its answer use for each other.</summary>
internal static class Synonyms
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> Groups = Read();

    /// <summary>The stems that may stand for a stem; null when there are none.</summary>
    /// <param name="stem">Stem of a word.</param>
    public static FrozenSet<string>? Of(string stem) => Groups.GetValueOrDefault(stem);

    private static FrozenDictionary<string, FrozenSet<string>> Read()
    {
        var groups = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var line in WordLists.Lines("synonyms.txt"))
        {
            // The first word of a line is what the others have in common: it pairs with each, they don't pair with one another.
            var stems = line.Select(Tokenizer.StemOf).ToArray();
            foreach (var other in stems.Skip(1))
            {
                Pair(groups, stems[0], other);
                Pair(groups, other, stems[0]);
            }
        }

        return groups.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static void Pair(Dictionary<string, HashSet<string>> groups, string stem, string other)
    {
        if (stem == other)
            return;
        if (!groups.TryGetValue(stem, out var group))
            groups[stem] = group = new HashSet<string>(StringComparer.Ordinal);
        group.Add(other);
    }
}
