using FsCheck.Xunit;
using MctsAspire.Neural.Text;

namespace MctsAspire.Neural.Tests.Text;

/// <summary>What holds for any text.</summary>
public sealed class WordPieceProperties
{
    private static readonly Vocabulary Letters = Vocabularies.Of("a", "ab", "abc", "b", "bc", "##a", "##b", "##bc", "##abca", ".", "0", "##0");

    [Property(MaxTest = 300)]
    public void AWordIsCutAsThePlainAlgorithmCutsIt(byte[] choices)
    {
        var word = string.Concat(choices.Select(choice => "abc"[choice % 3]));
        if (word.Length == 0)
            return;

        new WordPieceTokenizer(Letters).Tokenize(word).ShouldBe(Plain(word, Letters.Tokens.ToHashSet()));
    }

    [Property(MaxTest = 300)]
    public void AnyTextGivesNumbersOfTheVocabularyBetweenTheMarks(string? text, byte room)
    {
        var ids = new int[2 + room];

        var count = new WordPieceTokenizer(Letters).Encode(text, ids);

        count.ShouldBeInRange(2, ids.Length);
        ids[0].ShouldBe(Letters.Start);
        ids[count - 1].ShouldBe(Letters.End);
        ids[1..(count - 1)].ShouldAllBe(id => id >= 0 && id < Letters.Tokens.Count && id != Letters.Start && id != Letters.End && id != Letters.Padding);
    }

    [Property(MaxTest = 100)]
    public void ATruncatedTextBeginsAsTheWholeDoes(string? text, byte room)
    {
        var (whole, cut) = (new int[5000], new int[2 + (room % 8)]);
        var tokenizer = new WordPieceTokenizer(Letters);

        var wholeCount = tokenizer.Encode(text, whole);
        var count = tokenizer.Encode(text, cut);

        cut[..(count - 1)].ShouldBe(whole[..(count - 1)]);
        count.ShouldBe(Math.Min(wholeCount, cut.Length));
    }

    private static List<string> Plain(string word, HashSet<string> tokens)
    {
        var pieces = new List<string>();
        for (var start = 0; start < word.Length;)
        {
            var end = word.Length;
            while (end > start && !tokens.Contains((start > 0 ? "##" : "") + word[start..end]))
                end--;
            if (end == start)
                return ["[UNK]"];
            pieces.Add((start > 0 ? "##" : "") + word[start..end]);
            start = end;
        }

        return pieces;
    }
}
