using System.Globalization;
using System.Text;
using MctsAspire.Neural.Text;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Tests.Text;

public sealed class VocabularyTests
{
    private const string Good = "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n##a\n";

    [Theory]
    [InlineData(Good)]
    [InlineData("[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\na\r\n##a")]
    [InlineData("\uFEFF" + Good)]
    [InlineData("\uFEFF[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\na\r\n##a\r\n\r\n\n")]
    public void ALineIsATokenWhateverItsBreak(string lines)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(lines));

        var vocabulary = Vocabulary.Read(file);

        vocabulary.Tokens.ShouldBe(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "##a"]);
        (vocabulary.Padding, vocabulary.Unknown, vocabulary.Start, vocabulary.End).ShouldBe((0, 1, 2, 3));
        Vocabulary.Parse(vocabulary.ToString()).Tokens.ShouldBe(vocabulary.Tokens);
    }

    [Theory]
    [InlineData("", "[PAD]")]
    [InlineData("[PAD]\n[CLS]\n[SEP]\n", "[UNK]")]
    [InlineData("[PAD]\n[UNK]\n[SEP]\n", "[CLS]")]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n", "[SEP]")]
    public void WhatIsWrongIsNamed(string lines, string problem) =>
        Should.Throw<ModelFormatException>(() => Vocabulary.Parse(lines)).Message.ShouldContain(problem);

    // As transformers' BertTokenizer reads it: a dictionary filled line by line, so that the last number of a token holds.
    [Fact]
    public void OfATokenThatStandsTwiceTheLastNumberHoldsAndLinesKeepTheirs()
    {
        var vocabulary = Vocabulary.Parse(Good + "a\n\nb\n##a\n[UNK]\n");
        var ids = new int[6];

        new WordPieceTokenizer(vocabulary).Encode("aa b \u4E00", ids).ShouldBe(6);

        ids.ShouldBe([2, 6, 9, 8, 10, 3]);
        vocabulary.Tokens.Count.ShouldBe(11);
        Vocabulary.Parse(vocabulary.ToString()).Tokens.ShouldBe(vocabulary.Tokens);
    }

    [Fact]
    public void ALongLineIsRefusedByItsNumber() =>
        Should.Throw<ModelFormatException>(() => Vocabulary.Parse(Good + new string('x', 513))).Message.ShouldContain("Line 7 of the vocabulary has 513 characters");

    [Fact]
    public void BytesThatAreNoTextAreRefused()
    {
        using var file = new MemoryStream([0x5B, 0xFF, 0xFE]);

        Should.Throw<ModelFormatException>(() => Vocabulary.Read(file)).Message.ShouldContain("UTF-8");
    }

    [Fact]
    public void HalfASurrogatePairIsRefused() =>
        Should.Throw<ModelFormatException>(() => Vocabularies.Of("x\uD800")).Message.ShouldContain("Line 5");

    [Fact]
    public void AFileBeyondTheBoundIsRefused()
    {
        using var endless = new EndlessStream();

        Should.Throw<ModelFormatException>(() => Vocabulary.Read(endless)).Message.ShouldContain($"{Vocabulary.MostBytes}");
    }

    [Fact]
    public void MoreTokensThanAllowedAreRefused()
    {
        var lines = new StringBuilder();
        for (var i = 0; i <= Vocabulary.MostTokens; i++)
            lines.Append(CultureInfo.InvariantCulture, $"{i}\n");

        Should.Throw<ModelFormatException>(() => Vocabulary.Parse(lines.ToString())).Message.ShouldContain($"{Vocabulary.MostTokens}");
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)'a');
            return buffer.Length;
        }
    }
}
