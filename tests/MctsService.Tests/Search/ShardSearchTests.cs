using MctsAspire.MctsService.Search;

namespace MctsAspire.MctsService.Tests.Search;

public class ShardSearchTests
{
    private static readonly SearchParameters Plain = SearchPreset.Find("balanced")!.With(seed: 42, iterations: 200);

    [Fact]
    public async Task TheRootIsEvaluatedFirst()
    {
        var domain = new TreeDomain();

        await Search(domain, Plain with { Iterations = 1 });

        domain.Evaluated.ShouldBe([""]);
        domain.Expanded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    public async Task TheBestArmOfABanditIsFoundAndNoFirstSampleIsFrozen(int iterations)
    {
        var found = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var search = new ShardSearch<int, int, string>(new BanditDomain(0.4, 0.5, 0.6, 0.7), Plain with { Iterations = iterations, Seed = seed });
            var result = await search.RunAsync(null, CancellationToken.None);
            result.CacheHits.ShouldBe(0);
            found += result.PrincipalVariation[0] == "arm 3" ? 1 : 0;
        }

        // A search that froze each arm's first sample would stay near 30% at any number of iterations.
        found.ShouldBeGreaterThanOrEqualTo(iterations == 1_000 ? 198 : 130);
    }

    [Fact]
    public async Task ARepeatedStateIsSampledAnewUnlessItsEvaluationIsDeterministic()
    {
        var sampled = new TreeDomain { Length = 1, Deterministic = false };
        var exact = new TreeDomain { Length = 1 };

        await Search(sampled, Plain);
        var result = await Search(exact, Plain);

        sampled.Evaluated.Count.ShouldBe(200);
        exact.Evaluated.ShouldBe(["", "a", "b", "c"], ignoreOrder: true);
        (result.CacheHits, result.CacheMisses).ShouldBe((196, 4));
    }

    [Fact]
    public async Task ExplicitIterationsRunOnWhenTheTreeIsExhausted()
    {
        var result = await Search(new TreeDomain { Branching = 2, Length = 2 }, Plain);

        result.Root.Visits.ShouldBe(200);
        result.Nodes.ShouldBe(7);
        result.StopReason.ShouldBe(StopReason.Iterations);
    }

    [Fact]
    public async Task APresetStopsWhenEveryLineWasTriedToItsEnd()
    {
        var result = await Search(new TreeDomain { Branching = 2, Length = 2 }, SearchPreset.Find("balanced")!.With(seed: 1));

        result.StopReason.ShouldBe(StopReason.Exhausted);
        result.Root.Visits.ShouldBe(50);
        result.Nodes.ShouldBe(7);
    }

    [Fact]
    public async Task APresetStopsAtOnceWhenThereIsNothingToChoose()
    {
        var result = await Search(new TreeDomain { Branching = 0 }, SearchPreset.Find("balanced")!.With(seed: 1));

        result.StopReason.ShouldBe(StopReason.Exhausted);
        result.Root.Visits.ShouldBe(2);
        result.Best.ShouldBe(-1);
        result.Outcome.ShouldBe("ends ");
    }

    [Fact]
    public async Task ATreeWithSampledEndsIsNeverExhausted()
    {
        var result = await Search(
            new TreeDomain { Branching = 2, Length = 1, Deterministic = false },
            Plain with { EarlyStop = new(1, 10) });

        result.StopReason.ShouldBe(StopReason.Iterations);
    }

    [Fact]
    public async Task APresetStopsEarlyWhenOneActionHasItsShareOfTheVisits()
    {
        var preset = SearchPreset.Find("thorough")!.With(seed: 1, explorationWeight: 0.05);
        var domain = new TreeDomain { Branching = 3, Length = 12, Value = word => word.StartsWith('b') ? 0.9 : 0.1 };

        var result = await Search(domain, preset);

        result.StopReason.ShouldBe(StopReason.EarlyStop);
        result.Root.Visits.ShouldBe(200);
        result.Root.Actions[result.Best].Visits.ShouldBeGreaterThanOrEqualTo(190);
    }

    [Fact]
    public async Task ExplicitIterationsAreNotStoppedEarly()
    {
        var search = SearchPreset.Find("thorough")!.With(seed: 1, explorationWeight: 0.05, iterations: 300);
        var domain = new TreeDomain { Branching = 3, Length = 12, Value = word => word.StartsWith('b') ? 0.9 : 0.1 };

        var result = await Search(domain, search);

        result.Root.Visits.ShouldBe(300);
        result.StopReason.ShouldBe(StopReason.Iterations);
    }

    [Fact]
    public async Task ChoicesAreTriedInTheOrderOfTheirPriors()
    {
        var domain = new TreeDomain { Branching = 4, Length = 1, Prior = letter => letter == 'c' ? 0.5 : letter == 'a' ? 0.3 : letter == 'd' ? 0.15 : 0.05 };

        var result = await Search(domain, Plain);

        result.Root.Actions.Select(action => action.Label).ShouldBe(["c", "a", "d", "b"]);
    }

    [Fact]
    public async Task EqualPriorsAreTriedInAnOrderThatTheSeedDecides()
    {
        var orders = new HashSet<string>();

        for (var seed = 0; seed < 60; seed++)
        {
            var result = await Search(new TreeDomain { Branching = 3, Length = 1 }, Plain with { Seed = seed });
            orders.Add(string.Concat(result.Root.Actions.Select(action => action.Label)));
        }

        orders.Count.ShouldBe(6);
    }

    [Fact]
    public async Task ANodeHasAtMostFiftyChildren()
    {
        var result = await Search(new TreeDomain { Branching = 80, Length = 1 }, Plain with { Widening = Widening.None });

        result.Root.Actions.Count.ShouldBe(50);
    }

    [Fact]
    public async Task TheSearchFindsTheBestLine()
    {
        // Only the word "bca" is worth much; on the way to it the values rise.
        var domain = new TreeDomain { Length = 3, Value = word => word.Zip("bca").TakeWhile(pair => pair.First == pair.Second).Count() / 3.0 };

        var result = await Search(domain, Plain with { Iterations = 500 });

        result.PrincipalVariation.ShouldBe(["b", "c", "a"]);
        result.Outcome.ShouldBe("ends bca");
    }

    [Fact]
    public async Task ACancelledSearchStopsBetweenIterations()
    {
        using var source = new CancellationTokenSource();
        var search = new ShardSearch<string, char, string>(new TreeDomain(), Plain);

        var run = search.RunAsync(() => { if (search.Iterations == 17) source.Cancel(); }, source.Token);

        await Should.ThrowAsync<OperationCanceledException>(run);
        search.Iterations.ShouldBe(17);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    public async Task AValueOutsideItsBoundsEndsTheSearch(double value)
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(Search(new TreeDomain { Value = _ => value }, Plain));

        error.Message.ShouldContain("[0,1]");
    }

    [Fact]
    public async Task TheTreeIsWholeAfterEachIteration()
    {
        var search = new ShardSearch<string, char, string>(new TreeDomain(), Plain);
        var visits = new List<int>();

        await search.RunAsync(() => visits.Add(1 + search.CountRoot().Actions.Sum(action => action.Visits)), CancellationToken.None);

        visits.ShouldBe(Enumerable.Range(1, 200));
    }

    private static Task<ShardResult<string>> Search(TreeDomain domain, SearchParameters parameters) =>
        new ShardSearch<string, char, string>(domain, parameters).RunAsync(null, CancellationToken.None);
}
