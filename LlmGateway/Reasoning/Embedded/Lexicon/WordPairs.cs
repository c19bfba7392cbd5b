using System.Collections.Frozen;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

/// <summary>Reads lists in which the first word of a line pairs, both ways, with each of the others; those don't pair with one another.</summary>
internal static class WordPairs
{
    /// <summary>The partners of each word.</summary>
    /// <param name="name">File name of the list.</param>
    /// <param name="stemOf">What a word is kept under.</param>
    public static FrozenDictionary<string, FrozenSet<string>> Read(string name, Func<string, string> stemOf)
    {
        var partners = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var line in WordLists.Lines(name))
        {
            var stems = line.Select(stemOf).ToArray();
            foreach (var other in stems.Skip(1))
            {
                Pair(partners, stems[0], other);
                Pair(partners, other, stems[0]);
            }
        }

        return partners.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static void Pair(Dictionary<string, HashSet<string>> partners, string stem, string other)
    {
        if (stem == other)
            return;
        if (!partners.TryGetValue(stem, out var group))
            partners[stem] = group = new HashSet<string>(StringComparer.Ordinal);
        group.Add(other);
    }
}
