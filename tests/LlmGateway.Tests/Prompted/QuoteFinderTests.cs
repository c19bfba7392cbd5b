using FsCheck.Xunit;
using MctsAspire.LlmGateway.Reasoning.Prompted;
using MctsAspire.LlmGateway.Tests.Fixtures;

namespace MctsAspire.LlmGateway.Tests.Prompted;

[Properties(Arbitrary = [typeof(Generators)])]
public sealed class QuoteFinderTests
{
    [Property(MaxTest = 500)]
    public void AQuoteIsAlwaysThePassagesOwnText(DocumentText text, int from, int length)
    {
        var start = Math.Abs(from % (text.Value.Length + 1));
        var end = Math.Min(text.Value.Length, start + Math.Abs(length % 200));
        var passage = Passages.Of("a", text.Value, start: 100);
        if (QuoteFinder.Find([passage], new QuoteOutput(1, text.Value[start..end])) is { } citation)
            citation.Text.ShouldBe(text.Value[(citation.Start - 100)..(citation.End - 100)]);
    }

    [Fact]
    public void OnlyWhiteSpaceMayDiffer()
    {
        var passage = Passages.Of("a", "The  bridge\nwas built in 1925.", start: 10);
        var citation = QuoteFinder.Find([passage], new QuoteOutput(1, "bridge was built")).ShouldNotBeNull();
        citation.Text.ShouldBe("bridge\nwas built");
        citation.Start.ShouldBe(15);
        QuoteFinder.Find([passage], new QuoteOutput(1, "bridge was build")).ShouldBeNull();
        QuoteFinder.Find([passage], new QuoteOutput(1, "Bridge was built")).ShouldBeNull();
    }

    [Fact]
    public void AQuoteUnderAWrongNumberIsFoundWhereItStands() =>
        QuoteFinder.Find([Passages.Of("a", "One thing."), Passages.Of("b", "Another thing.")], new QuoteOutput(1, "Another thing."))!.DocumentId.ShouldBe("b");

    [Fact]
    public void AQuoteIsTakenOnce() =>
        QuoteFinder.Find([Passages.Of("a", "One thing.")], [new QuoteOutput(1, "One thing."), new QuoteOutput(1, "One  thing.")]).Count.ShouldBe(1);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a")]
    public void NextToNothingIsNoQuote(string text) => QuoteFinder.Find([Passages.Of("a", "a  b")], new QuoteOutput(1, text)).ShouldBeNull();
}
