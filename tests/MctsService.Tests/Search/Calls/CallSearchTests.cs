using MctsAspire.MctsService.Search;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Search.Calls;

public class CallSearchTests
{
    private static readonly SearchOptions Plain = SearchPreset.Find("balanced")!.ToOptions(seed: 42, iterations: 200, parallel: 1);

    [Fact]
    public async Task TheRootIsEvaluatedFirst()
    {
        var domain = new TreeDomain();

        await Found.RunAsync(domain, Plain with { Iterations = 1, Parallel = 8 });

        domain.Evaluated.ShouldBe([""]);
        domain.Expanded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(1_000, 1)]
    [InlineData(1_000, 4)]
    public async Task TheBestArmOfABanditIsFoundAndNoFirstSampleIsFrozen(int iterations, int parallel)
    {
        var found = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var result = await Found.RunAsync(
                new BanditDomain(seed, 0.4, 0.5, 0.6, 0.7), Plain with { Iterations = iterations, Seed = seed, Parallel = parallel });
            result.Search.CacheHits.ShouldBe(0);
            found += result.Report.Line[0] == "arm 3" ? 1 : 0;
        }

        // A search that froze each arm's first sample would stay near 30% at any number of iterations.
        found.ShouldBeGreaterThanOrEqualTo(iterations == 1_000 ? 198 : 130);
    }

    [Fact]
    public async Task ARepeatedStateIsSampledAnewUnlessItsEvaluationIsDeterministic()
    {
        var sampled = new TreeDomain { Length = 1, Deterministic = false };
        var exact = new TreeDomain { Length = 1 };

        await Found.RunAsync(sampled, Plain with { Parallel = 4 });
        var result = await Found.RunAsync(exact, Plain with { Parallel = 4 });

        sampled.Evaluated.Count.ShouldBe(200);
        exact.Evaluated.ShouldBe(["", "a", "b", "c"], ignoreOrder: true);
        (result.Search.CacheHits, result.Search.CacheMisses).ShouldBe((196, 4));
    }

    [Fact]
    public async Task AnEndThatTellsItsReturnsIsNotEvaluated()
    {
        var domain = new TreeDomain { Length = 1, TellsEnds = true };

        var result = await Found.RunAsync(domain, Plain);

        domain.Evaluated.ShouldBe([""]);
        result.Root.Iterations.ShouldBe(200);
        (result.Search.CacheHits, result.Search.CacheMisses).ShouldBe((0, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task ExplicitIterationsRunOnWhenTheTreeIsExhausted(int parallel)
    {
        var result = await Found.RunAsync(new TreeDomain { Branching = 2, Length = 2 }, Plain with { Parallel = parallel });

        result.Root.Iterations.ShouldBe(200);
        result.Root.Nodes.ShouldBe(7);
        result.Stop.ShouldBe(StopCause.Iterations);
    }

    [Fact]
    public async Task APresetStopsWhenEveryLineWasTriedToItsEnd()
    {
        var result = await Found.RunAsync(
            new TreeDomain { Branching = 2, Length = 2 }, SearchPreset.Find("balanced")!.ToOptions(seed: 1, parallel: 1));

        result.Stop.ShouldBe(StopCause.Exhausted);
        result.Root.Iterations.ShouldBe(50);
        result.Root.Nodes.ShouldBe(7);
    }

    [Fact]
    public async Task APresetStopsAtOnceWhenThereIsNothingToChoose()
    {
        var result = await Found.RunAsync(new TreeDomain { Branching = 0 }, SearchPreset.Find("balanced")!.ToOptions(seed: 1, parallel: 1));

        result.Stop.ShouldBe(StopCause.Exhausted);
        result.Root.Iterations.ShouldBe(2);
        result.Report.Line.ShouldBeEmpty();
        result.Report.Outcome.ShouldBe("ends ");
    }

    [Fact]
    public async Task ATreeWithSampledEndsIsNeverExhausted()
    {
        var result = await Found.RunAsync(
            new TreeDomain { Branching = 2, Length = 1, Deterministic = false }, Plain with { EarlyStop = new(1, 10) });

        result.Stop.ShouldBe(StopCause.Iterations);
    }

    [Fact]
    public async Task ATreeWithChanceIsNeverExhausted()
    {
        var result = await Found.RunAsync(
            new TreeDomain { Branching = 2, Length = 3, HasChance = true, TellsEnds = true }, Plain with { EarlyStop = new(1, 10) });

        result.Root.Nodes.ShouldBe(15);
        result.Stop.ShouldBe(StopCause.Iterations);
    }

    [Fact]
    public async Task APresetStopsEarlyWhenOneActionHasItsShareOfTheVisits()
    {
        var preset = SearchPreset.Find("thorough")!.ToOptions(seed: 1, explorationWeight: 0.05, parallel: 1);
        var domain = new TreeDomain { Length = 12, Value = word => word.StartsWith('b') ? 0.9 : 0.1 };

        var result = await Found.RunAsync(domain, preset);

        result.Stop.ShouldBe(StopCause.EarlyStop);
        result.Root.Iterations.ShouldBe(200);
        result.Root.Actions.Max(action => action.Visits).ShouldBeGreaterThanOrEqualTo(190);
    }

    [Fact]
    public async Task ExplicitIterationsAreNotStoppedEarly()
    {
        var options = SearchPreset.Find("thorough")!.ToOptions(seed: 1, explorationWeight: 0.05, iterations: 300);
        var domain = new TreeDomain { Length = 12, Value = word => word.StartsWith('b') ? 0.9 : 0.1 };

        var result = await Found.RunAsync(domain, options);

        result.Root.Iterations.ShouldBe(300);
        result.Stop.ShouldBe(StopCause.Iterations);
    }

    [Fact]
    public async Task ChoicesAreTriedInTheOrderOfTheirPriors()
    {
        var domain = new TreeDomain { Branching = 4, Length = 1, Prior = letter => letter == 'c' ? 0.5 : letter == 'a' ? 0.3 : letter == 'd' ? 0.15 : 0.05 };

        await Found.RunAsync(domain, Plain);

        domain.Evaluated.ShouldBe(["", "c", "a", "d", "b"]);
    }

    [Fact]
    public async Task EqualPriorsAreTriedInAnOrderThatTheSeedDecides()
    {
        var orders = new HashSet<string>();

        for (var seed = 0; seed < 60; seed++)
        {
            var domain = new TreeDomain { Length = 1 };
            await Found.RunAsync(domain, Plain with { Seed = seed });
            orders.Add(string.Concat(domain.Evaluated));
        }

        orders.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData(1, "Ucb1")]
    [InlineData(4, "Ucb1")]
    [InlineData(4, "Ucb1Tuned")]
    [InlineData(4, "Puct")]
    public async Task TheSearchFindsTheBestLine(int parallel, string selection)
    {
        // Only the word "bca" is worth much; on the way to it the values rise.
        var domain = new TreeDomain { Length = 3, Value = word => word.Zip("bca").TakeWhile(pair => pair.First == pair.Second).Count() / 3.0 };

        var result = await Found.RunAsync(
            domain, Plain with { Iterations = 500, Parallel = parallel, Selection = Enum.Parse<Selection>(selection), Noise = selection == "Puct" ? new() : null });

        result.Report.Line.ShouldBe(["b", "c", "a"]);
        result.Report.Outcome.ShouldBe("ends bca");
    }

    [Fact]
    public async Task TheSecondPlayerWantsTheOppositeOfTheFirst()
    {
        // The first player may take .6 for sure; "b" promises 1, but only if the second player gives it away.
        var domain = new TreeDomain { Branching = 2, Length = 2, Players = 2, TellsEnds = true, Value = word => word switch { "ba" => 1, "bb" => 0, _ => 0.6 } };

        var result = await Found.RunAsync(domain, Plain with { Iterations = 400, Parallel = 4, Widening = null });

        result.Report.Line.ShouldBe(["a", result.Report.Line[1]]);
        var below = result.Tree.Tried(0).Single(node => result.Tree[node].Choice.Label == "b");
        (result.Tree.Sum(below) / result.Tree.Visits(below)).ShouldBeLessThan(0.2);
    }

    [Fact]
    public async Task OutcomesOfChanceComeByTheirProbabilities()
    {
        // The second letter is drawn: each of two outcomes half of the time.
        var domain = new TreeDomain { Branching = 2, Length = 2, HasChance = true, TellsEnds = true, Value = word => word.EndsWith('b') ? 1 : 0 };

        var result = await Found.RunAsync(domain, Plain with { Iterations = 4_000, Parallel = 8, Widening = null });

        (result.Root.ValueSum / 4_000).ShouldBe(0.5, tolerance: 0.03);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    public async Task AValueOutsideItsBoundsEndsTheSearch(double value)
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(Found.RunAsync(new TreeDomain { Value = _ => value }, Plain));

        error.Message.ShouldContain("[0,1]");
    }

    [Fact]
    public async Task AShardThatNeedsTooManyNodesEndsWithWhatItHasFound()
    {
        var result = await Found.RunAsync(new TreeDomain { Length = 12 }, Plain with { MaxNodes = 600, Iterations = 10_000, Parallel = 4 });

        result.Stop.ShouldBe(StopCause.Nodes);
        result.Root.Iterations.ShouldBe(1 + result.Root.Actions.Sum(action => action.Visits));
        result.Root.Iterations.ShouldBeInRange(20, 600);
    }

    [Fact]
    public async Task AShardWithoutIterationsAsksNothing()
    {
        var domain = new TreeDomain();

        var result = await Found.RunAsync(domain, Plain with { Iterations = 0 });

        result.Stop.ShouldBe(StopCause.Iterations);
        (result.Root.Iterations, result.Root.Actions.Count, result.Report.Line.Count).ShouldBe((0, 0, 0));
        domain.Evaluated.ShouldBeEmpty();
    }

    [Fact]
    public async Task ABatchHasAsManyLeavesAsAsked()
    {
        var domain = new TreeDomain { Branching = 6, Length = 6, Deterministic = false };

        await Found.RunAsync(domain, Plain with { Iterations = 24, Parallel = 8 });

        domain.Batches.ShouldBe([1, 8, 8, 7]);
    }
}
