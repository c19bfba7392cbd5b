using System.Collections.Frozen;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

/// <summary>How much a word tells by itself, before any passage is seen: rare words tell more than common ones.</summary>
internal static class CommonWords
{
    private static readonly FrozenDictionary<string, int> Bands = Read();

    /// <summary>0 for words outside the list, 1 for the commonest, 2 for common ones.</summary>
    /// <param name="stem">Stem of a word.</param>
    public static int BandOf(string stem) => Bands.GetValueOrDefault(stem);

    private static FrozenDictionary<string, int> Read()
    {
        var bands = new Dictionary<string, int>(StringComparer.Ordinal);
        var band = 0;
        foreach (var line in WordLists.Lines("common-words.txt"))
        {
            if (line is [['[', var digit, ']']])
            {
                band = digit - '0';
                continue;
            }

            foreach (var word in line)
                bands.TryAdd(Tokenizer.StemOf(word), band);
        }

        return bands.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
