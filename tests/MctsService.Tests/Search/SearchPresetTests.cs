using MctsAspire.MctsService.Search;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Rest;

namespace MctsAspire.MctsService.Tests.Search;

public class SearchPresetTests
{
    [Fact]
    public void NamedIterationsTakeTheEarlyStopAway()
    {
        var options = SearchPreset.Find("balanced")!.ToOptions(seed: 1, iterations: 300);

        options.Iterations.ShouldBe(300);
        options.EarlyStop.ShouldBeNull();
    }

    [Fact]
    public void WhoCountsIterationsKnowsThoseOfEveryPreset()
    {
        SearchPreset.All.ShouldAllBe(preset => PresetIterations.Of(preset.Name) == preset.Iterations);
        PresetIterations.Of("").ShouldBe(SearchPreset.Find(SearchPreset.Default)!.Iterations);
    }

    [Fact]
    public void WithoutIterationsThePresetDecides()
    {
        var options = SearchPreset.Find("fast")!.ToOptions(seed: 1);

        options.Iterations.ShouldBe(25);
        options.EarlyStop.ShouldBe(new VisitShareStop(0.8, 10));
        (options.MaxDepth, options.CacheCapacity, options.Parallel, options.Rollout).ShouldBe((5, 1_000, 8, RolloutPolicy.Random));
    }

    [Fact]
    public void TheRequestReplacesThePresetsOwn()
    {
        var options = SearchPreset.Find("thorough")!.ToOptions(seed: 7, explorationWeight: 2, maxDepth: 3, parallel: 2);

        (options.ExplorationWeight, options.MaxDepth, options.Seed, options.Parallel).ShouldBe((2, 3, 7, 2));
        options.BestAction.ShouldBe(BestAction.Robust);
    }

    [Fact]
    public void AnUnknownNameHasNoPreset()
    {
        SearchPreset.Find("turbo").ShouldBeNull();
    }
}
