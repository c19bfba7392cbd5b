using MctsAspire.MetaControllerService.Training;
using MctsAspire.MetaControllerService.Training.Data;

namespace MctsAspire.MetaControllerService.Tests.Training;

public sealed class DataSplitTests
{
    [Fact]
    public void ASplitTakesSeventyFifteenFifteenAndLosesNone()
    {
        var examples = SyntheticDecisions.Generate(1000, 1, balanced: false);

        var split = DataSplit.Of(examples, 1);

        (split.Training.Count, split.Validation.Count, split.Test.Count).ShouldBe((700, 150, 150));
        split.Training.Concat(split.Validation).Concat(split.Test).ToHashSet(ReferenceEqualityComparer.Instance).SetEquals(examples).ShouldBeTrue();
    }

    [Fact]
    public void ASplitDependsOnTheSeedAlone()
    {
        var examples = SyntheticDecisions.Generate(100, 1, balanced: false);

        DataSplit.Of(examples, 1).Test.ShouldBe(DataSplit.Of(examples, 1).Test);
        DataSplit.Of(examples, 1).Test.ShouldNotBe(DataSplit.Of(examples, 2).Test);
    }

    [Fact]
    public void AGroupIsNeverTornApart()
    {
        var examples = SyntheticDecisions.Generate(400, 1, balanced: false).Select((example, i) => example with { Group = $"{i / 4}" }).ToList();

        var split = DataSplit.Of(examples, 1);

        split.Training.Concat(split.Validation).Concat(split.Test).Count().ShouldBe(400);
        new[] { split.Training, split.Validation, split.Test }.SelectMany(part => part.Select(example => example.Group).Distinct()).Count().ShouldBe(100);
    }

    [Fact]
    public void TooFewExamplesAreRefused() =>
        Should.Throw<ArgumentException>(() => DataSplit.Of(SyntheticDecisions.Generate(9, 1, balanced: false), 1)).Message.ShouldContain("10");

    [Fact]
    public void AnEpochTakesEveryExampleOnceInAnOrderOfItsOwn()
    {
        var order = new EpochOrder(SyntheticDecisions.Generate(50, 1, balanced: false), 3);

        order.Of(0).Order().ShouldBe(Enumerable.Range(0, 50));
        order.Of(1).ShouldNotBe(order.Of(0));
        order.Of(1).ShouldBe(order.Of(1));
    }

    [Fact]
    public void AnEpochTakesExamplesAsOftenAsTheirWeightsSay()
    {
        var examples = SyntheticDecisions.Generate(1000, 1, balanced: false).Select((example, i) => example with { Weight = i < 500 ? 0 : i < 750 ? 1 : 3 }).ToList();

        var drawn = new EpochOrder(examples, 3).Of(0);

        drawn.Length.ShouldBe(1000);
        drawn.Count(index => index < 500).ShouldBe(0);
        (drawn.Count(index => index >= 750) / 1000.0).ShouldBe(0.75, 0.05);
    }

    [Fact]
    public void ExamplesThatSayNothingAreRefused()
    {
        var examples = SyntheticDecisions.Generate(10, 1, balanced: false).Select(example => example with { Weight = 0 }).ToList();

        Should.Throw<TrainingException>(() => new EpochOrder(examples, 1));
    }
}
