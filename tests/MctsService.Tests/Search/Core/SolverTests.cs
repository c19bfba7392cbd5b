using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Tests.Domains;

namespace MctsAspire.MctsService.Tests.Search.Core;

public sealed class SolverTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TicTacToeIsADraw(bool transpositions)
    {
        var report = Run(DomainCases.TicTacToe, transpositions, 2_000_000);
        report.StopCause.ShouldBe(StopCause.Proven);
        report.Root.Low.ShouldBe(0.5);
        report.Root.High.ShouldBe(0.5);
    }

    [Theory]
    [InlineData(4, 4, 0.5)]
    [InlineData(5, 4, 0.5)]
    [InlineData(4, 5, 0.5)]
    [InlineData(6, 4, 0.0)]
    public void SmallBoardsOfConnectFourAreSolved(int width, int height, double first)
    {
        var report = Run(DomainCases.ConnectFour(width, height), transpositions: true, 4_000_000);
        report.StopCause.ShouldBe(StopCause.Proven);
        report.Root.Low.ShouldBe(first);
        report.Root.High.ShouldBe(first);
    }

    [Fact]
    public void TheCentreIsTheFirstMoveOfConnectFour()
    {
        var domain = DomainCases.ConnectFour(7, 6);
        foreach (var seed in Enumerable.Range(0, 10))
        {
            var report = new ShardedSearch(domain.Problem, new() { Iterations = 20_000, Seed = seed }).Run();
            domain.Problem.DescribeAction(report.Best).ShouldBe("column 4");
        }
    }

    private static SearchReport Run(DomainCase domain, bool transpositions, int iterations) =>
        new ShardedSearch(domain.Problem, new() { Iterations = iterations, Transpositions = transpositions, Shards = 1, ExplorationWeight = 0.4 }).Run();
}
