using FsCheck.Xunit;
using MctsAspire.Neural.Text;

namespace MctsAspire.Neural.Tests.Text;

public sealed class VocabularyBuilderTests
{
    [Fact]
    public void TheMostFrequentPairIsJoinedFirst() =>
        Built("abc abc xyz", 13).ShouldBe(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "##b", "##c", "##y", "##z", "a", "x", "##bc", "abc"]);

    [Fact]
    public void ItEndsWhenNothingIsLeftToJoin() =>
        Built("ab", 1000).ShouldBe(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "##b", "a", "ab"]);

    [Fact]
    public void ASizeWithoutRoomForTheCharactersIsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Built("abc", 7)).Message.ShouldContain("from 8");

    [Property(MaxTest = 50)]
    public void NoWordOfTheTextsIsUnknown(string?[] texts)
    {
        var tokenizer = new WordPieceTokenizer(Build(texts));

        texts.SelectMany(text => tokenizer.Tokenize(text ?? "")).ShouldNotContain("[UNK]");
    }

    [Property(MaxTest = 50)]
    public void TheOrderOfTheTextsDoesNotMatter(string?[] texts) =>
        Build(texts).Tokens.ShouldBe(Build(texts.Reverse()).Tokens);

    private static IReadOnlyList<string> Built(string text, int size)
    {
        var builder = new VocabularyBuilder();
        builder.Add(text);
        return builder.Build(size).Tokens;
    }

    private static Vocabulary Build(IEnumerable<string?> texts)
    {
        var builder = new VocabularyBuilder();
        foreach (var text in texts)
            builder.Add(text);
        return builder.Build(10_000);
    }
}
