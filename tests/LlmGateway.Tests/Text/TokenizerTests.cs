using FsCheck.Xunit;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.LlmGateway.Tests.Fixtures;

namespace MctsAspire.LlmGateway.Tests.Text;

[Properties(Arbitrary = [typeof(Generators)])]
public sealed class TokenizerTests
{
    [Property(MaxTest = 500)]
    public void TokensStandInOrderInsideTheText(DocumentText text)
    {
        var end = 0;
        foreach (var token in Tokenizer.Read(text.Value))
        {
            token.Start.ShouldBeGreaterThanOrEqualTo(end);
            token.End.ShouldBeGreaterThan(token.Start);
            token.End.ShouldBeLessThanOrEqualTo(text.Value.Length);
            token.Word.ShouldNotBeEmpty();
            token.Stem.ShouldNotBeEmpty();
            end = token.End;
        }
    }

    [Theory]
    [InlineData("Târgoviște", "targoviste")]
    [InlineData("CAFÉ", "cafe")]
    [InlineData("cafe\u0301", "cafe")]
    [InlineData("Łódź", "lodz")]
    [InlineData("king's", "king")]
    [InlineData("1,240", "1240")]
    [InlineData("45.16", "45.16")]
    public void AccentsPossessivesAndSeparatorsDoNotTellWordsApart(string text, string word) =>
        Tokenizer.Read(text).Single().Word.ShouldBe(word);

    [Theory]
    [InlineData("went", "go")]
    [InlineData("built", "builds")]
    [InlineData("women", "woman")]
    [InlineData("relations", "relational")]
    [InlineData("four", "4")]
    public void FormsOfAWordHaveOneStem(string form, string other) =>
        Tokenizer.StemOf(form).ShouldBe(Tokenizer.StemOf(other));

    // From the description of the algorithm.
    [Theory]
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "poni")]
    [InlineData("plastered", "plaster")]
    [InlineData("motoring", "motor")]
    [InlineData("hopping", "hop")]
    [InlineData("filing", "file")]
    [InlineData("happy", "happi")]
    [InlineData("conditional", "condit")]
    [InlineData("electrical", "electr")]
    [InlineData("adjustment", "adjust")]
    [InlineData("controlling", "control")]
    [InlineData("probate", "probat")]
    public void StemsAreThoseOfPortersAlgorithm(string word, string stem) => PorterStemmer.Stem(word).ShouldBe(stem);

    [Theory]
    [InlineData("the U.S. Army", "US")]
    [InlineData("the US Army", "US")]
    [InlineData("Ask the WHO.", "WHO")]
    [InlineData("give us bread", "us")]
    [InlineData("WHO LED US?", "us")]
    public void AcronymsAreToldFromThePronounsTheyLookLike(string text, string stem) => Tokenizer.Read(text).ShouldContain(token => token.Stem == stem);
}
