using FsCheck.Xunit;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.LlmGateway.Tests.Fixtures;

namespace MctsAspire.LlmGateway.Tests.Text;

[Properties(Arbitrary = [typeof(Generators)])]
public sealed class SentenceSegmenterTests
{
    [Property(MaxTest = 500)]
    public void SpansLieInTheTextAndNeverSplitACharacter(DocumentText text)
    {
        foreach (var span in SentenceSegmenter.Read(text.Value))
        {
            span.Start.ShouldBeInRange(0, text.Value.Length - 1);
            span.End.ShouldBeInRange(span.Start + 1, text.Value.Length);
            char.IsLowSurrogate(text.Value[span.Start]).ShouldBeFalse();
            char.IsHighSurrogate(text.Value[span.End - 1]).ShouldBeFalse();
            char.IsWhiteSpace(text.Value[span.Start]).ShouldBeFalse();
            char.IsWhiteSpace(text.Value[span.End - 1]).ShouldBeFalse();
        }
    }

    [Property(MaxTest = 500)]
    public void SentencesOtherThanListsComeInOrderAndDoNotOverlap(DocumentText text)
    {
        var end = 0;
        foreach (var span in SentenceSegmenter.Read(text.Value).Where(span => span.Kind != SentenceKind.List))
        {
            span.Start.ShouldBeGreaterThanOrEqualTo(end);
            end = span.End;
        }
    }

    [Property(MaxTest = 500)]
    public void NoLetterIsLost(DocumentText text)
    {
        var covered = new bool[text.Value.Length];
        foreach (var span in SentenceSegmenter.Read(text.Value))
            Array.Fill(covered, true, span.Start, span.End - span.Start);
        for (var i = 0; i < covered.Length; i++)
        {
            // Numbers of list items and marks of headings are no letters of a sentence.
            if (char.IsLetter(text.Value[i]))
                covered[i].ShouldBeTrue($"at {i} in «{text.Value}»");
        }
    }

    [Theory]
    [InlineData("Dr. Hale came. He left at 3.30 p.m. on Monday.", 2)]
    [InlineData("The U.S. Army came. It won.", 2)]
    [InlineData("J. R. Smith wrote it. Who knows?", 2)]
    [InlineData("It costs 3.5 euros, i.e. less than before. Really!", 2)]
    [InlineData("He said \"Stop!\" and went. They followed.", 2)]
    [InlineData("See No. 5 on p. 12. It is blue.", 2)]
    [InlineData("一つの文。二つ目の文。", 2)]
    public void AbbreviationsInitialsAndNumbersDoNotEndASentence(string text, int sentences) =>
        SentenceSegmenter.Read(text).Count.ShouldBe(sentences);

    [Fact]
    public void HeadingsItemsAndRowsAreUnitsOfTheirOwn() =>
        SentenceSegmenter.Read("# Title\n\nProse here. More.\n\n- one\n- two\n  goes on\n\n| a | b |\n|---|---|\n| 1 | 2 |\n").Select(span => span.Kind)
            .ShouldBe([SentenceKind.Heading, SentenceKind.Prose, SentenceKind.Prose, SentenceKind.Item, SentenceKind.Item, SentenceKind.Header, SentenceKind.Row]);

    [Fact]
    public void ASentenceThatIntroducesAListIsAlsoOfferedWithItsList()
    {
        const string Text = "Take these:\n\n- flour\n- water\n- salt\n\nMix them.";
        var list = SentenceSegmenter.Read(Text).Single(span => span.Kind == SentenceKind.List);
        Text[list.Start..list.End].ShouldBe("Take these:\n\n- flour\n- water\n- salt");
    }
}
