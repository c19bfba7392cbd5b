using FsCheck.Xunit;
using MctsAspire.MctsService.Domains;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Tests.Domains;

namespace MctsAspire.MctsService.Tests.Search.Core;

public sealed class SearchTests
{
    private static readonly SearchOptions Plain = new() { Iterations = 3_000, Solver = false, Shards = 1 };

    [Property(MaxTest = 25)]
    public void VisitsAreOneMoreThanTheChildrens(int seed, short iterations)
    {
        var report = Run(DomainCases.TicTacToe, Plain with { Seed = seed, Iterations = 2 + Math.Abs((int)iterations) });
        report.Root.Iterations.ShouldBe(1 + report.Root.Actions.Sum(action => action.Visits));
    }

    [Property(MaxTest = 25)]
    public void ValuesLieBetweenZeroAndOne(int seed)
    {
        var report = Run(DomainCases.ConnectFour(7, 6), Plain with { Seed = seed });
        report.Root.Actions.ShouldAllBe(action => action.Mean >= 0 && action.Mean <= 1 && action.Visits > 0);
        (report.Root.ValueSum / report.Root.Iterations).ShouldBeInRange(0, 1);
    }

    [Fact]
    public void TheRootIsSimulatedFirst()
    {
        var report = Run(DomainCases.TicTacToe, Plain with { Iterations = 1 });
        report.Root.Iterations.ShouldBe(1);
        report.Root.Nodes.ShouldBe(1);
        report.Root.Actions.ShouldBeEmpty();
    }

    [Fact]
    public void EachIterationAddsANodeUntilPlayEnds()
    {
        var report = Run(DomainCases.ConnectFour(7, 6), Plain with { Iterations = 500 });
        report.Root.Nodes.ShouldBe(500);
    }

    [Theory]
    [MemberData(nameof(DomainCases.All), MemberType = typeof(DomainCases))]
    public void VectorsChangeNothing(DomainCase domain)
    {
        var vector = Run(domain, Plain with { Vectors = true });
        var scalar = Run(domain, Plain with { Vectors = false });
        scalar.Root.TreeHash.ShouldBe(vector.Root.TreeHash);
    }

    [Theory]
    [MemberData(nameof(DomainCases.All), MemberType = typeof(DomainCases))]
    public void TheExtendedSearchWithAllOffIsThePlainOne(DomainCase domain)
    {
        var plain = Run(domain, Plain);
        var extended = Run(domain, Plain with { EarlyStop = new(1, int.MaxValue) });
        extended.Root.TreeHash.ShouldBe(plain.Root.TreeHash);
    }

    [Theory]
    [MemberData(nameof(DomainCases.All), MemberType = typeof(DomainCases))]
    public void WorkersChangeNothing(DomainCase domain)
    {
        foreach (var options in new[] { Plain with { Shards = 5 }, Plain with { Shards = 5, Solver = true } })
        {
            var one = Run(domain, options with { Workers = 1 });
            foreach (var workers in new[] { 2, 8 })
            {
                var many = Run(domain, options with { Workers = workers });
                many.Root.TreeHash.ShouldBe(one.Root.TreeHash);
                many.Root.Actions.ShouldBe(one.Root.Actions);
                many.Root.ValueSum.ShouldBe(one.Root.ValueSum);
                many.Best.ShouldBe(one.Best);
            }
        }
    }

    [Fact]
    public void AnotherSeedGivesAnotherTree() =>
        Run(DomainCases.TicTacToe, Plain with { Seed = 1 }).Root.TreeHash.ShouldNotBe(Run(DomainCases.TicTacToe, Plain with { Seed = 2 }).Root.TreeHash);

    [Fact]
    public void ShardsShareTheIterations()
    {
        var report = Run(DomainCases.TicTacToe, Plain with { Iterations = 1_003, Shards = 4 });
        report.ShardIterations.ShouldBe([251, 251, 251, 250]);
        report.Root.Iterations.ShouldBe(1_003);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(49_999, 1)]
    [InlineData(50_000, 2)]
    [InlineData(100_000, 4)]
    [InlineData(100_000_000, 64)]
    public void TheRequestAloneDecidesOnTheShards(int iterations, int shards) => ShardRule.Count(iterations).ShouldBe(shards);

    [Fact]
    public void ASearchThatNeedsMoreNodesThanAllowedSaysSo()
    {
        var report = Run(DomainCases.ConnectFour(7, 6), Plain with { MaxNodes = 1_000 });
        report.StopCause.ShouldBe(StopCause.Nodes);
        report.Root.Iterations.ShouldBeInRange(100, 1_000);
    }

    [Fact]
    public void NothingIsCollectedDuringASearch()
    {
        var problem = DomainCases.ConnectFour(7, 6).Problem;
        using var shard = problem.CreateShard(Plain with { Iterations = 50_000 }, 0, 1);
        shard.Run(1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        shard.Run(int.MaxValue);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);
    }

    [Fact]
    public void AThreadIsReusedAndTheTreeIsFreshAllTheSame()
    {
        var first = Run(DomainCases.TicTacToe, Plain);
        Run(DomainCases.ConnectFour(7, 6), Plain);
        Run(DomainCases.TicTacToe, Plain).Root.TreeHash.ShouldBe(first.Root.TreeHash);
    }

    [Fact]
    public void AWatchEndsTheSearchWithWhatItHas()
    {
        var slices = 0;
        var report = new ShardedSearch(DomainCases.ConnectFour(7, 6).Problem, Plain).Run(() => ++slices == 3 ? StopCause.Time : null);
        report.StopCause.ShouldBe(StopCause.Time);
        report.Root.Iterations.ShouldBeInRange(3, Plain.Iterations - 1);
        report.Best.ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void MemoryStaysBelow64BytesANodeReserved()
    {
        using var plain = new NodeStore(64, detailed: false);
        using var detailed = new NodeStore(64, detailed: true);
        plain.BytesPerChild.ShouldBe(24);
        detailed.BytesPerChild.ShouldBeLessThanOrEqualTo(64);
    }

    private static SearchReport Run(DomainCase domain, SearchOptions options) => new ShardedSearch(domain.Problem, options).Run();
}
