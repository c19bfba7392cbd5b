using System.Collections.Frozen;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

/// <summary>Leads irregular forms of English words back to their base form.</summary>
internal static class IrregularForms
{
    private static readonly FrozenDictionary<string, string> Bases = Read();

    /// <summary>The base form, or the word itself when it is regular.</summary>
    /// <param name="word">Lower-case word.</param>
    public static string BaseOf(string word) => Bases.GetValueOrDefault(word, word);

    private static FrozenDictionary<string, string> Read()
    {
        var bases = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in WordLists.Lines("irregular-forms.txt"))
        {
            foreach (var form in line.Skip(1))
                bases.TryAdd(form, line[0]);
        }

        return bases.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
