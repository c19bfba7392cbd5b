using MctsAspire.MctsService.Search;

namespace MctsAspire.MctsService.Tests.Search;

public class RootTallyTests
{
    private static readonly RootTally Root = new(
        101,
        50,
        [new("popular", 60, 24, 3), new("good", 10, 9, 2), new("balanced", 30, 22.5, 4)]);

    [Theory]
    [InlineData("MaxVisits", "popular")]
    [InlineData("MaxValue", "good")]
    [InlineData("Robust", "popular")]
    public void EachPolicyChoosesByItsOwnMeasure(string policy, string action)
    {
        // Robust: popular .5 + .5·.4/.9 = .722; good .5·10/60 + .5 = .583; balanced .25 + .5·.75/.9 = .667.
        Root.Actions[Root.Choose(Enum.Parse<BestActionPolicy>(policy))].Label.ShouldBe(action);
    }

    [Fact]
    public void RobustWeighsVisitsAndValueAlike()
    {
        var root = new RootTally(100, 50, [new("popular", 50, 20, 0), new("balanced", 45, 40, 0)]);

        root.Actions[root.Choose(BestActionPolicy.Robust)].Label.ShouldBe("balanced");
    }

    [Fact]
    public void RobustChoosesTheMostVisitedWhenNothingHasAValue()
    {
        var root = new RootTally(6, 0, [new("less", 2, 0, 0), new("more", 3, 0, 0)]);

        root.Choose(BestActionPolicy.Robust).ShouldBe(1);
    }

    [Fact]
    public void EqualVisitsFallToTheHigherMean()
    {
        var root = new RootTally(5, 2, [new("low", 2, 0.5, 0), new("high", 2, 1.5, 0)]);

        root.Choose(BestActionPolicy.MaxVisits).ShouldBe(1);
    }

    [Fact]
    public void FullEqualsFallToTheEarlierAction()
    {
        var root = new RootTally(5, 2, [new("first", 2, 1, 0), new("second", 2, 1, 0)]);

        root.Choose(BestActionPolicy.MaxVisits).ShouldBe(0);
    }

    [Theory]
    [InlineData("MaxVisits")]
    [InlineData("MaxValue")]
    [InlineData("Robust")]
    public void WithoutActionsThereIsNoChoice(string policy)
    {
        new RootTally(1, 0.5, []).Choose(Enum.Parse<BestActionPolicy>(policy)).ShouldBe(-1);
    }
}
