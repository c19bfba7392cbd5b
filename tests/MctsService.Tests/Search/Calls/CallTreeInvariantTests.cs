using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Search.Calls;

/// <summary>What holds for every search, whatever the domain, the options and the order in which calls are answered.</summary>
[Properties(Arbitrary = [typeof(Searches)], MaxTest = 200)]
public class CallTreeInvariantTests
{
    [Property]
    public void ExplicitIterationsAreRunExactly(RandomSearch search)
    {
        var found = search.Run();

        found.Root.Iterations.ShouldBe(search.Iterations);
        found.Tree.Visits(0).ShouldBe(search.Iterations);
        (found.Search.CacheHits + found.Search.CacheMisses).ShouldBeLessThanOrEqualTo(search.Iterations);
        found.Stop.ShouldBe(StopCause.Iterations);
    }

    [Property]
    public void VisitsOfANodeAreOneMoreThanItsChildrens(RandomSearch search)
    {
        var found = search.Run();

        foreach (var node in found.Nodes().Where(node => found.Tree.Tried(node).Any()))
            found.Tree.Visits(node).ShouldBe(1 + found.Tree.Tried(node).Sum(found.Tree.Visits));
    }

    [Property]
    public void EveryNodeWasVisitedAndItsMeanIsInBounds(RandomSearch search)
    {
        var found = search.Run();

        var nodes = found.Nodes().ToArray();
        nodes.Length.ShouldBe(found.Root.Nodes);
        foreach (var node in nodes)
            (found.Tree.Sum(node) / found.Tree.Visits(node)).ShouldBeInRange(0, 1);
    }

    [Property]
    public void NothingOfTheVirtualLossRemains(RandomSearch search)
    {
        var found = search.Run();

        foreach (var node in found.Nodes())
        {
            found.Tree[node].InFlight.ShouldBe(0);
            found.Tree.Mean(node).ShouldBe((float)(found.Tree.Sum(node) / found.Tree.Visits(node)));
        }
    }

    [Property]
    public void ANodeNeverHasMoreChildrenThanItsWideningAllows(RandomSearch search)
    {
        var found = search.Run();
        if (search.Options.Widening is not { } widening)
            return;

        foreach (var node in found.Nodes().Where(node => found.Tree[node].Position!.Mover != Movers.Chance))
            ((double)found.Tree.Tried(node).Count()).ShouldBeLessThan((widening.K * Math.Pow(found.Tree.Visits(node), widening.Alpha)) + 1);
    }

    [Property]
    public void TheTreeIsNeverDeeperThanAllowed(RandomSearch search)
    {
        var found = search.Run();

        found.Root.Depth.ShouldBeLessThanOrEqualTo(Math.Min(search.Options.MaxDepth, search.Length));
        found.Report.Line.Count.ShouldBeLessThanOrEqualTo(found.Root.Depth);
    }

    [Property]
    public void TheOrderOfTheAnswersChangesNothing(RandomSearch search, int order, int other)
    {
        var expected = search.Run();
        var found = search.Run(AnswerOrder.Scrambled(order));
        var again = search.Run(AnswerOrder.Scrambled(other));

        foreach (var actual in new[] { found, again })
        {
            actual.Report.ToReport(actual.Stop).ShouldBe(expected.Report.ToReport(expected.Stop));
            actual.Report.Outcome.ShouldBe(expected.Report.Outcome);
            (actual.Search.CacheHits, actual.Search.CacheMisses).ShouldBe((expected.Search.CacheHits, expected.Search.CacheMisses));
        }
    }

    [Property]
    public void VectorsChangeNothing(RandomSearch search)
    {
        var vectors = (search with { Vectors = true }).Run();

        (search with { Vectors = false }).Run().Root.TreeHash.ShouldBe(vectors.Root.TreeHash);
    }

    [Property]
    public void ACacheChangesNothingButTheNumberOfEvaluations(RandomSearch search)
    {
        var small = (search with { Cache = 1 }).Run();
        var large = (search with { Cache = 10_000 }).Run();

        large.Root.TreeHash.ShouldBe(small.Root.TreeHash);
        large.Report.Line.ShouldBe(small.Report.Line);
        large.Search.CacheMisses.ShouldBeLessThanOrEqualTo(small.Search.CacheMisses);
        (large.Search.CacheHits + large.Search.CacheMisses).ShouldBe(small.Search.CacheHits + small.Search.CacheMisses);
    }

    [Property]
    public void TheChosenActionBeginsThePrincipalVariation(RandomSearch search)
    {
        var found = search.Run();

        var best = Choice.Best(found.Root, search.Options);
        if (best < 0)
            found.Report.Line.ShouldBeEmpty();
        else
            found.Report.Line[0].ShouldBe(found.Report.Labels[best]);
    }

    public sealed record RandomSearch(
        int Branching, int Length, bool Deterministic, int Players, bool HasChance, bool TellsEnds, int Iterations, int Parallel, long Seed)
    {
        public double C { get; init; }

        public (double K, double Alpha)? Widening { get; init; }

        public int MaxDepth { get; init; }

        public int Policy { get; init; }

        public int Selection { get; init; }

        public int Cache { get; init; } = 8;

        public bool? Vectors { get; init; }

        internal SearchOptions Options => new()
        {
            Iterations = Iterations,
            Parallel = Parallel,
            ExplorationWeight = C,
            Widening = Widening is { } rule ? new(rule.K, rule.Alpha) : null,
            MaxDepth = MaxDepth,
            BestAction = (BestAction)Policy,
            Selection = (Selection)Selection,
            Noise = Selection == 2 ? new() : null,
            CacheCapacity = Cache,
            Vectors = Vectors,
            Seed = Seed,
        };

        internal Found<string, char, string> Run(AnswerOrder? order = null)
        {
            var domain = new TreeDomain
            {
                Branching = Branching,
                Length = Length,
                Deterministic = Deterministic,
                Players = Players,
                HasChance = HasChance,
                TellsEnds = TellsEnds,
                Order = order ?? AnswerOrder.AtOnce,
            };
            return Found.RunAsync(domain, Options).GetAwaiter().GetResult();
        }
    }

    public static class Searches
    {
        public static Arbitrary<RandomSearch> Search() =>
            (from branching in Gen.Choose(0, 11)
             from length in Gen.Choose(0, 6)
             from deterministic in Gen.Elements(true, false)
             from players in Gen.Choose(1, 3)
             from chance in Gen.Elements(true, false)
             from ends in Gen.Elements(true, false)
             from iterations in Gen.Choose(1, 300)
             from parallel in Gen.Elements(1, 2, 4, 8, 64)
             from c in Gen.Elements(0, 0.5, 1.414, 10)
             from widening in Gen.Elements<(double, double)?>(null, (0.1, 0.5), (1, 0.5), (3, 0.7), (0.5, 0), (1, 1))
             from depth in Gen.Choose(1, 8)
             from policy in Gen.Choose(0, 3)
             from selection in Gen.Choose(0, 2)
             from seed in Gen.Choose(int.MinValue, int.MaxValue)
             select new RandomSearch(branching, length, deterministic, players, chance, ends, iterations, parallel, seed)
             {
                 C = c,
                 Widening = widening,
                 MaxDepth = depth,
                 Policy = policy,
                 Selection = selection,
             }).ToArbitrary();
    }
}
