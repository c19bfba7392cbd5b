using MctsAspire.MctsService.Search;

namespace MctsAspire.MctsService.Tests.Search;

public class SearchPresetTests
{
    [Fact]
    public void NamedIterationsTakeTheEarlyStopAway()
    {
        var parameters = SearchPreset.Find("balanced")!.With(seed: 1, iterations: 300);

        parameters.Iterations.ShouldBe(300);
        parameters.EarlyStop.ShouldBeNull();
    }

    [Fact]
    public void WithoutIterationsThePresetDecides()
    {
        var parameters = SearchPreset.Find("fast")!.With(seed: 1);

        parameters.Iterations.ShouldBe(25);
        parameters.EarlyStop.ShouldBe(new EarlyStop(0.8, 10));
        parameters.MaxDepth.ShouldBe(5);
        parameters.CacheCapacity.ShouldBe(1_000);
    }

    [Fact]
    public void TheRequestReplacesThePresetsOwn()
    {
        var parameters = SearchPreset.Find("thorough")!.With(seed: 7, explorationWeight: 2, maxDepth: 3);

        (parameters.ExplorationWeight, parameters.MaxDepth, parameters.Seed).ShouldBe((2, 3, 7));
        parameters.BestAction.ShouldBe(BestActionPolicy.Robust);
    }

    [Fact]
    public void AnUnknownNameHasNoPreset()
    {
        SearchPreset.Find("turbo").ShouldBeNull();
    }
}
