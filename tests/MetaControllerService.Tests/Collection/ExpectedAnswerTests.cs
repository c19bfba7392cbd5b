using MctsAspire.MetaControllerService.Collection.Tasks;

namespace MctsAspire.MetaControllerService.Tests.Collection;

public sealed class ExpectedAnswerTests
{
    private static readonly ExpectedFacts Facts = new(["412", "Ada Belavik"], ["1805"], ["412", "Ada Belavik", "1805", "777", "31"]);

    [Theory]
    [InlineData("It is 412 metres long and Ada Belavik designed it.", 1)]
    [InlineData("It is 412 metres long.", 2.0 / 3)]
    [InlineData("It is 412 metres long. Opened in 1805.", 2.0 / 3)]
    [InlineData("It is 412 metres long and 777 wide.", 0.5)]
    [InlineData("It is 777 metres long.", 0)]
    [InlineData("It is 1412 metres long, or 412.5, or 5,412.", 0)]
    [InlineData("412. Ada Belavik, 412.", 1)]
    public void FactsAreScoredByWhatIsStatedAndWhatIsTooMuch(string response, double score) =>
        Facts.Score(response, answerable: true).ShouldBe(score, 1e-12);

    [Fact]
    public void ARefusalScoresNothingWhereThereIsAnAnswer() => Facts.Score("412, Ada Belavik", answerable: false).ShouldBe(0);

    [Fact]
    public void ARefusalIsRightWhereThereIsNone()
    {
        new ExpectedRefusal().Score("The documents do not say.", answerable: false).ShouldBe(1);
        new ExpectedRefusal().Score("412", answerable: true).ShouldBe(0);
    }

    [Theory]
    [InlineData("invest. Nothing is better.", 0.4)]
    [InlineData("survey", 1)]
    [InlineData("invest or survey", 0.7)]
    [InlineData("reinvest", 0)]
    [InlineData("wait", 0)]
    public void AnActionIsWorthWhatItsBestPlayEarns(string response, double score) =>
        new ExpectedAction(new Dictionary<string, double> { ["invest"] = 0.4, ["survey"] = 1, ["decline"] = 0 }).Score(response, answerable: true).ShouldBe(score, 1e-12);
}
