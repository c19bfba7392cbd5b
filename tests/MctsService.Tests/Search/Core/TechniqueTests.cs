using FsCheck.Xunit;
using MctsAspire.MctsService.Domains;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Tests.Domains;

namespace MctsAspire.MctsService.Tests.Search.Core;

public sealed class TechniqueTests
{
    private static readonly SearchOptions Options = new() { Iterations = 2_000, Solver = false, Shards = 1 };
    private static readonly Problem<AuctionDomain, AuctionDomain.Table> Auction = new Problem<AuctionDomain, AuctionDomain.Table>(default);

    // X has two in the first row and moves; O has two in the second.
    private static readonly Problem<TicTacToe, TicTacToe.Position> WinInOne =
        new Problem<TicTacToe, TicTacToe.Position>(new TicTacToe { Start = new() { Own = 0b000_000_011, Taken = 0b000_011_011 } });

    [Theory]
    [InlineData(0, 1.4)] // UCB1
    [InlineData(1, 1.4)] // UCB1-Tuned
    [InlineData(2, 1.25)] // PUCT
    public void EverySelectionFindsTheWinningMove(int selection, double weight)
    {
        var report = Run(WinInOne, Options with { Selection = (Selection)selection, ExplorationWeight = weight });
        WinInOne.DescribeAction(report.Best).ShouldBe("row 1, column 3");
        report.Root.Actions.Single(action => action.Index == report.Best).Visits.ShouldBeGreaterThan(1_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void EachOfThreePlayersPlaysForItself(int selection)
    {
        var report = Run(Auction, Options with { Selection = (Selection)selection });
        Auction.DescribeAction(report.Best).ShouldBe("to player 1");
        Auction.DescribeLine(report.Root.Line).Take(3).ShouldBe(["to player 1", "to player 2", "to player 3"]);
    }

    [Property(MaxTest = 20)]
    public void EverySelectionKeepsTheInvariantOfVisits(int seed, byte kind)
    {
        var report = Run(Auction, Options with { Seed = seed, Selection = (Selection)(kind % 3), Noise = new(), Iterations = 500 });
        report.Root.Iterations.ShouldBe(1 + report.Root.Actions.Sum(action => action.Visits));
        report.Root.Actions.ShouldAllBe(action => action.Mean >= 0 && action.Mean <= 1);
    }

    [Fact]
    public void PriorsSayWhereToLookFirst()
    {
        var report = Run(Auction, Options with { Selection = Selection.Puct, Iterations = 3 });
        report.Root.Actions[0].Index.ShouldBe(0);
        report.Root.Actions[0].Visits.ShouldBe(2);
    }

    [Fact]
    public void RootNoiseFollowsTheSeed()
    {
        var options = Options with { Selection = Selection.Puct, Noise = new(0.3, 0.5), Iterations = 200 };
        Run(Auction, options with { Seed = 1 }).Root.TreeHash.ShouldBe(Run(Auction, options with { Seed = 1 }).Root.TreeHash);
        Run(Auction, options with { Seed = 1 }).Root.Actions.ShouldNotBe(Run(Auction, options with { Noise = null, Seed = 1 }).Root.Actions);
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.3)]
    public void ANodeWidensOnlyWhileChildrenAreFewForItsVisits(double k, double alpha)
    {
        var problem = DomainCases.ConnectFour(9, 6).Problem;
        for (var iterations = 2; iterations < 200; iterations += 7)
        {
            var report = Run(problem, Options with { Iterations = iterations, Widening = new(k, alpha) });

            // The last child came when the root had at most iterations - 1 visits.
            var children = report.Root.Actions.Count;
            (children - 1).ShouldBeLessThanOrEqualTo((int)Math.Ceiling(k * Math.Pow(iterations - 1, alpha)));
            report.Root.Actions.Select(action => action.Index).ShouldBe(Enumerable.Range(0, children));
            report.Root.Iterations.ShouldBe(1 + report.Root.Actions.Sum(action => action.Visits));
        }
    }

    [Fact]
    public void WideningHidesNoProof()
    {
        var report = Run(DomainCases.ConnectFour(4, 4).Problem, Options with { Iterations = 2_000_000, Solver = true, Widening = new(1, 0.5) });
        report.StopCause.ShouldBe(StopCause.Proven);
        report.Root.Low.ShouldBe(0.5);
    }

    [Fact]
    public void NoNodeIsDeeperThanAllowed()
    {
        Run(DomainCases.ConnectFour(7, 6).Problem, Options with { MaxDepth = 3 }).Root.Depth.ShouldBe(3);
        Run(DomainCases.ConnectFour(7, 6).Problem, Options with { MaxDepth = 100 }).Root.Depth.ShouldBeGreaterThan(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EveryRolloutPolicyFindsTheWinningMove(int policy)
    {
        var report = Run(WinInOne, Options with { Rollout = (RolloutPolicy)policy });
        WinInOne.DescribeAction(report.Best).ShouldBe("row 1, column 3");
    }

    [Fact]
    public void AnEarlyStopWaitsForItsMinimum()
    {
        var report = Run(WinInOne, Options with { EarlyStop = new(0.5, 300) });
        report.StopCause.ShouldBe(StopCause.EarlyStop);
        report.Root.Iterations.ShouldBeInRange(300, 1_999);
    }

    [Theory]
    [InlineData(0, 0)] // most visits
    [InlineData(1, 2)] // highest mean
    [InlineData(2, 1)] // robust
    [InlineData(3, 0)] // secure: what is sure beats what is promising
    public void EveryPolicyChoosesByItsRule(int policy, int index)
    {
        RootAction[] actions = [new(0, 100, 60, 0, 1, 0), new(1, 90, 64.8, 0, 1, 0), new(2, 4, 3, 0, 1, 0)];
        var root = new ShardReport(195, 128, 0, 1, actions, 195, 3, 0, "", [], null);
        var options = Options with { BestAction = (BestAction)policy, ExplorationWeight = policy == 3 ? 12 : 1 };
        Choice.Best(root, options).ShouldBe(index);
    }

    [Fact]
    public void WhatIsProvenWorseIsNotChosen()
    {
        RootAction[] actions = [new(0, 100, 60, 0, 0.4, 0), new(1, 5, 2.5, 0.5, 0.5, 0)];
        Choice.Best(new ShardReport(106, 63, 0.5, 1, actions, 106, 3, 0, "", [], null), Options).ShouldBe(1);
    }

    [Fact]
    public void ChanceIsMetWithItsProbabilities()
    {
        var problem = new MarkovProblem(Bandit.Build([0.3]));
        var report = Run(problem, Options with { Iterations = 20_000 });
        report.Root.Actions.Single().Mean.ShouldBe(0.3, 0.015);
    }

    [Fact]
    public void TheSolverTakesTheMeanOverChance()
    {
        var report = Run(new MarkovProblem(Bandit.Build([0.4, 0.5, 0.6, 0.7])), Options with { Solver = true });
        report.StopCause.ShouldBe(StopCause.Proven);
        report.Root.Low.ShouldBe(0.7, 1e-12);
        report.Best.ShouldBe(3);
    }

    [Property(MaxTest = 200)]
    public void ExactMathAgreesWithThePlatform(double value)
    {
        var x = Math.Abs(value % 1e6);
        if (!double.IsFinite(x) || x < 1e-6)
            return;
        ExactMath.Log(x).ShouldBe(Math.Log(x), 1e-12);
        ExactMath.Exp(-x / 1e5).ShouldBe(Math.Exp(-x / 1e5), 1e-12);
        ExactMath.Pow(x, 0.5).ShouldBe(Math.Sqrt(x), 1e-9);
    }

    private static SearchReport Run(IProblem problem, SearchOptions options) => new ShardedSearch(problem, options).Run();
}
