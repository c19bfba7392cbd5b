using MctsAspire.MctsService.Domains.Models;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Tests.Domains;

namespace MctsAspire.MctsService.Tests.Search.Core;

/// <summary>A search that goes on after a move keeps what it knows of the place.</summary>
public sealed class ReuseTests
{
    private static readonly SearchOptions Counting = new() { Iterations = 400, Solver = false, Shards = 1 };

    public static TheoryData<DomainCase, bool, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<DomainCase, bool, bool>();
            foreach (var domain in ((IEnumerable<object[]>)DomainCases.All).Select(row => (DomainCase)row[0]))
            {
                foreach (var (solver, transpositions) in new[] { (false, false), (true, false), (true, true) })
                    kinds.Add(domain, solver, transpositions);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryMoveKeepsWhatLiesBelowIt(DomainCase domain, bool solver, bool transpositions)
    {
        using var shard = domain.Problem.CreateShard(Counting with { Solver = solver, Transpositions = transpositions }, 0, 1);
        var line = new List<int>();
        while (domain.Problem.ListActions(line) is { Count: > 0 } open)
        {
            shard.Run(int.MaxValue);
            var before = shard.Report();
            before.Reused.ShouldBeGreaterThanOrEqualTo(0);
            var action = (7 * line.Count) % open.Count;
            var visits = before.Actions.Where(item => item.Index == action).Sum(item => item.Visits);

            shard.TryAdvance(action).ShouldBeTrue();
            line.Add(action);

            var after = shard.Report();
            after.Iterations.ShouldBe(0);
            after.Reused.ShouldBeOneOf(0, visits);
            if (after.Reused > 0 && !transpositions)
                (after.Actions.Sum(item => item.Visits) + 1).ShouldBeInRange(1, after.Reused);
        }
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void TheNextSearchRunsAllItsIterationsOnTopOfTheOldOnes(DomainCase domain)
    {
        using var shard = domain.Problem.CreateShard(Counting, 0, 1);
        shard.Run(int.MaxValue);
        var chosen = shard.Report().Actions.MaxBy(action => action.Visits);

        shard.TryAdvance(chosen.Index);
        var kept = shard.Report();
        shard.Run(int.MaxValue);
        var report = shard.Report();

        kept.Reused.ShouldBe(chosen.Visits);
        report.Iterations.ShouldBe(Counting.Iterations);
        report.Actions.Sum(action => action.Visits).ShouldBe(kept.Reused + Counting.Iterations - 1);
        shard.Stop.ShouldBe(StopCause.Iterations);
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void TheValueIsSeenByWhoMovesNow(DomainCase domain)
    {
        using var shard = domain.Problem.CreateShard(Counting, 0, 1);
        shard.Run(int.MaxValue);
        var chosen = shard.Report().Actions.MaxBy(action => action.Visits);

        shard.TryAdvance(chosen.Index);

        // Games of two players: what one wins the other loses.
        var kept = shard.Report();
        (kept.ValueSum / kept.Reused).ShouldBe(1 - chosen.Mean, 1e-9);
    }

    [Fact]
    public void AMoveThatWasNeverLookedAtBeginsAnew()
    {
        using var shard = DomainCases.ConnectFour(7, 6).Problem.CreateShard(Counting with { Iterations = 2 }, 0, 1);
        shard.Run(int.MaxValue);
        var missing = Enumerable.Range(0, 7).First(action => shard.Report().Actions.All(item => item.Index != action));

        shard.TryAdvance(missing);

        shard.Report().Reused.ShouldBe(0);
        shard.Run(int.MaxValue);
        shard.Report().Iterations.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PlayingOnFromAProvenDrawStaysADraw(bool transpositions)
    {
        var options = new SearchOptions { Iterations = 20_000, Shards = 1, Transpositions = transpositions };
        var problem = DomainCases.TicTacToe.Problem;
        using var shard = problem.CreateShard(options, 0, 1);
        for (var line = new List<int>(); problem.ListActions(line).Count > 0;)
        {
            shard.Run(int.MaxValue);
            var report = shard.Report();
            report.Low.ShouldBe(0.5);
            report.High.ShouldBe(0.5);
            var best = Choice.Best(report, options);
            line.Add(best);
            shard.TryAdvance(best);
        }
    }

    [Fact]
    public void TheSameMovesGiveTheSameTree()
    {
        Play().ShouldBe(Play());

        static string Play()
        {
            using var shard = DomainCases.ConnectFour(7, 6).Problem.CreateShard(
                Counting with { Selection = Selection.Puct, Noise = new RootNoise(), Iterations = 2_000 }, 0, 1);
            foreach (var move in new[] { 3, 3, 2 })
            {
                shard.Run(int.MaxValue);
                shard.TryAdvance(move);
            }

            shard.Run(int.MaxValue);
            return shard.Report().TreeHash;
        }
    }

    [Fact]
    public void ASearchOfAModelByItsProbabilitiesDoesNotGoOnElsewhere()
    {
        using var shard = new MarkovProblem(Bandit.Build([0.4, 0.6])).CreateShard(Counting with { Backup = Backup.Max }, 0, 1);
        shard.TryAdvance(0).ShouldBeFalse();
    }

    public static TheoryData<DomainCase> Games => [DomainCases.TicTacToe, DomainCases.ConnectFour(7, 6), DomainCases.ConnectFour(9, 6)];
}
