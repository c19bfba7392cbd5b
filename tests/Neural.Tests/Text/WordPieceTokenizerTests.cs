using MctsAspire.Neural.Text;

namespace MctsAspire.Neural.Tests.Text;

public sealed class WordPieceTokenizerTests
{
    [Theory]
    [InlineData("unaffable", "un ##aff ##able")]
    [InlineData("UNwanted, running", "un ##want ##ed , runn ##ing")]
    [InlineData("unwantedX running", "[UNK] runn ##ing")]
    [InlineData("unable", "un ##able")]
    [InlineData("affable", "[UNK]")]
    [InlineData("", "")]
    [InlineData(" \t\r\n\u00A0\u2003\u2028", "")]
    public void AWordIsCutIntoTheLongestPiecesFromItsBeginning(string text, string tokens)
    {
        var tokenizer = Tokenizer("want", "##want", "##ed", "wa", "un", "runn", "##ing", ",", "low", "lowest", "##aff", "##able");

        string.Join(' ', tokenizer.Tokenize(text)).ShouldBe(tokens);
    }

    [Fact]
    public void TheLongestPieceWinsEvenWhenTheRestThenFitsNothing()
    {
        Tokenizer("low", "lowe", "##er", "##r").Tokenize("lower").ShouldBe(["lowe", "##r"]);
        Tokenizer("low", "lowe", "##er").Tokenize("lower").ShouldBe(["[UNK]"]);
    }

    [Theory]
    [InlineData(" \tHeLLo!how  \n Are yoU?  ", "hello ! how are you ?")]
    [InlineData("H\u00E9llo", "hello")]
    [InlineData("He\u0301llo", "hello")]
    [InlineData("\u00E4\u00F6\u00FC \u00C5 \u0130", "aou a i")]
    [InlineData("ah\u535A\u63A8zz", "ah \u535A \u63A8 zz")]
    [InlineData("\uF900", "\u8C48")]
    [InlineData("a\uFFFDb\0c\u0007d\u200De", "abcde")]
    [InlineData("it's $5^2`~\u2014x", "it ' s $ 5 ^ 2 ` ~ \u2014 x")]
    [InlineData("\u037E\u2260", "; =")]
    [InlineData("\uD55C", "\u1112\u1161\u11AB")]
    [InlineData("\u3042\u30A2", "\u3042\u30A2")]
    [InlineData("\u03A3\u039F\u03A6\u039F\u03A3. \u03A3\u0391\u03A3\u0399", "\u03C3\u03BF\u03C6\u03BF\u03C2 . \u03C3\u03B1\u03C3\u03B9")]
    [InlineData("\u2160\u03A3 j\u03A3\u2177", "\u2170\u03C2 j\u03C3\u2177")]
    [InlineData("\U00020000\U00010400", "\U00020000 \U00010428")]
    [InlineData("[CLS]", "[ cls ]")]
    [InlineData("0.800", "0 . 800")]
    public void WordsAreLowerCaseWithoutAccentsAndEndAtPunctuation(string text, string words)
    {
        var wanted = words.Split(' ');

        Tokenizer(wanted).Tokenize(text).ShouldBe(wanted);
    }

    [Fact]
    public void HalfASurrogatePairIsPassedOver() => Tokenizer("ab").Tokenize("a\uD800b").ShouldBe(["ab"]);

    [Fact]
    public void AVocabularyWithCaseKeepsCaseAndAccents()
    {
        var tokenizer = new WordPieceTokenizer(Vocabularies.Of("HeLLo", "H\u00E9", "!"), lowerCase: false);

        tokenizer.Tokenize("HeLLo! H\u00E9 hello").ShouldBe(["HeLLo", "!", "H\u00E9", "[UNK]"]);
    }

    [Fact]
    public void AWordOfMoreThanAHundredCharactersIsUnknown()
    {
        var tokenizer = Tokenizer("a", "##a", "\U00010428", "##\U00010428");

        tokenizer.Tokenize(new string('a', 100)).Count.ShouldBe(100);
        tokenizer.Tokenize(new string('a', 101)).ShouldBe(["[UNK]"]);
        tokenizer.Tokenize(new string('a', 100_000) + " a").ShouldBe(["[UNK]", "a"]);
        tokenizer.Tokenize(string.Concat(Enumerable.Repeat("\U00010428", 100))).Count.ShouldBe(100);
    }

    [Fact]
    public void EncodingPutsTheMarksAroundTheTokens()
    {
        var tokenizer = Tokenizer("a", "b");
        var ids = new int[8];

        var count = tokenizer.Encode("a b z", ids);

        ids[..count].Select(id => tokenizer.Vocabulary.Tokens[id]).ShouldBe(["[CLS]", "a", "b", "[UNK]", "[SEP]"]);
    }

    [Fact]
    public void WhatDoesNotFitIsCutOffAtTheEnd()
    {
        var tokenizer = Tokenizer("a", "b", "##b");
        var ids = new int[4];

        tokenizer.Encode("a bbb a", ids).ShouldBe(4);

        ids.Select(id => tokenizer.Vocabulary.Tokens[id]).ShouldBe(["[CLS]", "a", "b", "[SEP]"]);
    }

    [Fact]
    public void TheMarksNeedRoomForTwo()
    {
        var ids = new int[2];

        Tokenizer("a").Encode("a", ids).ShouldBe(2);

        ids.ShouldBe([2, 3]);
        Should.Throw<ArgumentException>(() => Tokenizer("a").Encode("a", new int[1]));
    }

    [Fact]
    public void EncodingAllocatesNothing()
    {
        var tokenizer = Tokenizer("agent", "state", "h", "##rm", ":", "0", ".", "8", "##0");
        var ids = new int[512];
        tokenizer.Encode("Agent State: HRM 0.800 \u00E9", ids);
        var before = GC.GetAllocatedBytesForCurrentThread();

        tokenizer.Encode("Agent State: HRM 0.800 \u00E9", ids);

        GC.GetAllocatedBytesForCurrentThread().ShouldBe(before);
    }

    private static WordPieceTokenizer Tokenizer(params string[] tokens) => new(Vocabularies.Of(tokens));
}
