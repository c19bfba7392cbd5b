using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.MctsService.Search;

namespace MctsAspire.MctsService.Tests.Search;

public class SearchTreeInvariantTests
{
    [Property(Arbitrary = [typeof(Searches)], MaxTest = 300)]
    public void ExplicitIterationsAreRunExactly(RandomSearch search)
    {
        var (result, _) = search.Run();

        result.Root.Visits.ShouldBe(search.Parameters.Iterations);
        result.Simulations.ShouldBe(search.Parameters.Iterations);
        result.StopReason.ShouldBe(StopReason.Iterations);
    }

    [Property(Arbitrary = [typeof(Searches)], MaxTest = 300)]
    public void VisitsOfANodeAreOneMoreThanItsChildrens(RandomSearch search)
    {
        var (_, tree) = search.Run();

        foreach (var node in tree.Inner())
            tree.Visits(node).ShouldBe(1 + tree.ChildrenOf(node).Sum(tree.Visits));
    }

    [Property(Arbitrary = [typeof(Searches)], MaxTest = 300)]
    public void EveryNodeInTheTreeWasVisitedAndItsMeanIsInBounds(RandomSearch search)
    {
        var (result, tree) = search.Run();

        var nodes = tree.All().ToArray();
        nodes.Length.ShouldBe(result.Nodes);
        foreach (var node in nodes)
        {
            tree.Visits(node).ShouldBeGreaterThan(0);
            tree.Mean(node).ShouldBeInRange(0, 1);
        }
    }

    [Property(Arbitrary = [typeof(Searches)], MaxTest = 300)]
    public void ANodeNeverHasMoreChildrenThanItsWideningAllows(RandomSearch search)
    {
        var (_, tree) = search.Run();
        var (factor, exponent) = search.Parameters.Widening;

        foreach (var node in tree.Inner())
            ((double)tree.Children(node)).ShouldBeLessThan((factor * Math.Pow(tree.Visits(node), exponent)) + 1);
    }

    [Property(Arbitrary = [typeof(Searches)], MaxTest = 300)]
    public void TheTreeIsNeverDeeperThanAllowed(RandomSearch search)
    {
        var (result, tree) = search.Run();

        result.Depth.ShouldBe(tree.Depth());
        result.Depth.ShouldBeLessThanOrEqualTo(Math.Min(search.Parameters.MaxDepth, search.Length));
        result.PrincipalVariation.Count.ShouldBeLessThanOrEqualTo(result.Depth);
    }

    [Property(Arbitrary = [typeof(Searches)], MaxTest = 300)]
    public void TheSameSeedGivesTheSameSearch(RandomSearch search)
    {
        var (first, firstTree) = search.Run();
        var (second, secondTree) = search.Run();

        second.Root.Actions.ShouldBe(first.Root.Actions);
        second.PrincipalVariation.ShouldBe(first.PrincipalVariation);
        (second.Outcome, second.Nodes, second.CacheHits, second.CacheMisses).ShouldBe((first.Outcome, first.Nodes, first.CacheHits, first.CacheMisses));
        secondTree.All().Select(node => (secondTree.Visits(node), secondTree.ValueSum(node)))
            .ShouldBe(firstTree.All().Select(node => (firstTree.Visits(node), firstTree.ValueSum(node))));
    }

    [Property(Arbitrary = [typeof(Searches)], MaxTest = 300)]
    public void ACacheChangesNothingButTheNumberOfEvaluations(RandomSearch search)
    {
        var (small, _) = (search with { Parameters = search.Parameters with { CacheCapacity = 1 } }).Run();
        var (large, _) = (search with { Parameters = search.Parameters with { CacheCapacity = 10_000 } }).Run();

        large.Root.Actions.ShouldBe(small.Root.Actions);
        large.PrincipalVariation.ShouldBe(small.PrincipalVariation);
        large.CacheMisses.ShouldBeLessThanOrEqualTo(small.CacheMisses);
        (large.CacheHits + large.CacheMisses).ShouldBe(large.Simulations);
    }

    [Property(Arbitrary = [typeof(Searches)], MaxTest = 300)]
    public void TheChosenActionBeginsThePrincipalVariation(RandomSearch search)
    {
        var (result, _) = search.Run();

        if (result.Best < 0)
            result.PrincipalVariation.ShouldBeEmpty();
        else
            result.PrincipalVariation[0].ShouldBe(result.Root.Actions[result.Best].Label);
        result.Outcome.ShouldBe("ends " + string.Concat(result.PrincipalVariation));
    }

    public sealed record RandomSearch(int Branching, int Length, bool Deterministic, int Iterations, double C, double K, double Alpha, int MaxDepth, int Policy, long Seed)
    {
        internal SearchParameters Parameters { get; init; } = new()
        {
            Iterations = Iterations,
            ExplorationWeight = C,
            Widening = new(K, Alpha),
            MaxDepth = MaxDepth,
            BestAction = (BestActionPolicy)Policy,
            CacheCapacity = 8,
            Seed = Seed,
        };

        internal (ShardResult<string> Result, SearchTree Tree) Run()
        {
            var domain = new TreeDomain { Branching = Branching, Length = Length, Deterministic = Deterministic };
            var search = new ShardSearch<string, char, string>(domain, Parameters);
            return (search.RunAsync(null, CancellationToken.None).GetAwaiter().GetResult(), search.Tree);
        }
    }

    public static class Searches
    {
        public static Arbitrary<RandomSearch> Search() =>
            (from branching in Gen.Choose(0, 6)
             from length in Gen.Choose(0, 6)
             from deterministic in Gen.Elements(true, false)
             from iterations in Gen.Choose(1, 400)
             from c in Gen.Elements(0, 0.5, 1.414, 10)
             from k in Gen.Elements(0.1, 0.5, 1, 3)
             from alpha in Gen.Elements(0, 0.4, 0.5, 0.7, 1)
             from depth in Gen.Choose(1, 8)
             from policy in Gen.Choose(0, 2)
             from seed in Gen.Choose(int.MinValue, int.MaxValue)
             select new RandomSearch(branching, length, deterministic, iterations, c, k, alpha, depth, policy, seed)).ToArbitrary();
    }
}
