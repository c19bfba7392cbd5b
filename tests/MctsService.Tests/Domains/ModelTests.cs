using MctsAspire.MctsService.Domains.Models;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Domains;

public sealed class ModelTests
{
    private static readonly MarkovModel Lake = GridWorld.Build(GridWorld.Lake, slip: 2.0 / 3, discount: 0.99, horizon: null);

    [Fact]
    public void ValueIterationFindsTheKnownValueOfTheSlipperyLake()
    {
        var solution = ValueIteration.Solve(Lake, default);
        solution.Value.ShouldBe(0.542, 0.0005);
        solution.Error.ShouldBeLessThan(1e-9);
        Lake.Actions[solution.Best].ShouldBe("left");
    }

    [Fact]
    public void WithAHorizonTheValueIsThatOfTheStepsLeft()
    {
        // Two steps to the goal, each slipping to one of two sides with probability .2.
        var model = GridWorld.Build(["S.G"], slip: 0.2, discount: 1, horizon: 2);
        ValueIteration.Solve(model, default).Value.ShouldBe(0.64, 1e-12);
        var longer = GridWorld.Build(["S.G"], slip: 0.2, discount: 1, horizon: 3);
        ValueIteration.Solve(longer, default).Value.ShouldBe(0.64 + (2 * 0.2 * 0.64), 1e-12);
    }

    [Fact]
    public void TheBestOfFourArmsIsFound()
    {
        var problem = new MarkovProblem(Bandit.Build([0.4, 0.5, 0.6, 0.7]));
        var right = Enumerable.Range(0, 200).Count(seed =>
            new ShardedSearch(problem, new() { Iterations = 1_000, Seed = seed, Solver = false }).Run().Best == 3);
        right.ShouldBeGreaterThanOrEqualTo(198);
    }

    [Theory]
    [InlineData(200, false, 0.02)]
    [InlineData(1_000, false, 0.006)]
    [InlineData(5_000, false, 0.004)]
    [InlineData(200, true, 0.005)]
    [InlineData(1_000, true, 0.001)]
    [InlineData(5_000, true, 0.0005)]
    public void KnownProbabilitiesGiveGoodMovesOnTheSlipperyLake(int iterations, bool transpositions, double regret) =>
        MeanRegret(new() { Iterations = iterations, Backup = Backup.Max, Transpositions = transpositions }).ShouldBeLessThanOrEqualTo(regret);

    [Fact]
    public void DynamicProgrammingProvesTheValue()
    {
        var options = new SearchOptions { Iterations = 100_000, Backup = Backup.Max, Transpositions = true, Shards = 1 };
        var report = new ShardedSearch(new MarkovProblem(Lake), options).Run();
        report.StopCause.ShouldBe(StopCause.Proven);
        new MarkovProblem(Lake).Range.ToUnits(report.Root.Low).ShouldBe(ValueIteration.Solve(Lake, default).Value, 1e-6);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.99)]
    [InlineData(0.9999)]
    public void WhatIsProvenHoldsForPlayWithoutAnEnd(double discount)
    {
        var model = Wheel(discount, reward: 1.1);
        var problem = new MarkovProblem(model);
        var report = new ShardedSearch(problem, new() { Iterations = 200, Backup = Backup.Max, Transpositions = true }).Run();
        var value = 1.1 / (1 - discount);
        problem.Range.ToUnits(report.Root.Low).ShouldBeLessThanOrEqualTo(value * (1 + 1e-9));
        problem.Range.ToUnits(report.Root.High).ShouldBeGreaterThanOrEqualTo(value * (1 - 1e-9));
    }

    [Fact]
    public void WhatIsProvenHoldsForPlayWithALateEnd()
    {
        // The only reward comes with the last of 3,000 steps.
        var builder = new MarkovModelBuilder();
        for (var state = 0; state <= 3_000; state++)
            builder.AddState($"{state}");
        for (var state = 0; state < 3_000; state++)
        {
            builder.AddAction(state, "walk", [(state + 1, 1, state == 2_999 ? 100 : 0)]);
            builder.AddAction(state, "stop", [(3_000, 1, 1)]);
        }

        var problem = new MarkovProblem(builder.Build(0, 1, null));
        problem.Range.ShouldBe(new(0, 100));
        var report = new ShardedSearch(problem, new() { Iterations = 100, Backup = Backup.Max, Transpositions = true }).Run();
        problem.Range.ToUnits(report.Root.High).ShouldBe(100, 1e-9);
    }

    [Fact]
    public void ATrialGoesToALateEndOfAHorizon()
    {
        // Round and round for 3,000 steps; what is earned after 2,999 of them decides.
        var builder = new MarkovModelBuilder();
        builder.AddState("left");
        builder.AddState("right");
        builder.AddAction(0, "stay", [(0, 1, 1)]);
        builder.AddAction(0, "cross", [(1, 1, 0)]);
        builder.AddAction(1, "stay", [(1, 1, 1.001)]);
        var problem = new MarkovProblem(builder.Build(0, 1, horizon: 3_000));

        var report = new ShardedSearch(problem, new() { Iterations = 50, Backup = Backup.Max, Transpositions = true }).Run();

        report.StopCause.ShouldBe(StopCause.Proven);
        problem.DescribeAction(report.Best).ShouldBe("cross");
        problem.Range.ToUnits(report.Root.Low).ShouldBe(2_999 * 1.001, 1e-6);
    }

    [Fact]
    public void APlayoutGoesToALateEnd()
    {
        // The only reward comes with the last of 3,000 steps.
        var builder = new MarkovModelBuilder();
        for (var state = 0; state <= 3_000; state++)
            builder.AddState($"{state}");
        for (var state = 0; state < 3_000; state++)
            builder.AddAction(state, "walk", [(state + 1, 1, state == 2_999 ? 100 : 0)]);
        var problem = new MarkovProblem(builder.Build(0, 1, null));

        var report = new ShardedSearch(problem, new() { Iterations = 5, Solver = false }).Run();

        problem.Cut.ShouldBeNull();
        problem.Range.ToUnits(report.Root.ValueSum / report.Root.Iterations).ShouldBe(100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-14)]
    [InlineData(1e9)]
    public void TheUnitOfTheRewardsChangesNoDecision(double unit)
    {
        var builder = new MarkovModelBuilder();
        for (var state = 0; state < 3; state++)
            builder.AddState($"{state}");
        builder.AddAction(0, "soon", [(1, 1, unit)]);
        builder.AddAction(0, "late", [(2, 1, 0)]);
        builder.AddAction(1, "stay", [(1, 0.5, 0), (0, 0.5, 0)]);
        builder.AddAction(2, "stay", [(2, 1, unit / 10)]);
        var model = builder.Build(0, 0.98, null);

        var solution = ValueIteration.Solve(model, default);

        // Coming back every third step on average beats a tenth of it for ever.
        var soon = 1 / (1 - (0.98 * 0.49 / (1 - 0.49)));
        solution.Best.ShouldBe(0);
        (solution.ActionValues[0] / unit).ShouldBe(soon, 1e-8);
        var report = new ShardedSearch(new MarkovProblem(model), new() { Iterations = 3_000, Backup = Backup.Max, Transpositions = true }).Run();
        report.Best.ShouldBe(0);
        report.StopCause.ShouldBe(StopCause.Proven);
        (new MarkovProblem(model).Range.ToUnits(report.Root.Low) / unit).ShouldBe(soon, 1e-6);
    }

    [Fact]
    public void MostOfTheTrialsThroughOneActionEndASearchThatMayEndEarly()
    {
        var options = new SearchOptions { Iterations = 1_000, Backup = Backup.Max, Solver = false, EarlyStop = new(0.9, 50) };
        foreach (var transpositions in new[] { false, true })
        {
            var report = new ShardedSearch(new MarkovProblem(Bandit.Build([0.1, 0.9])), options with { Transpositions = transpositions }).Run();
            report.StopCause.ShouldBe(StopCause.EarlyStop);
            report.Root.Iterations.ShouldBeInRange(50, 999);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void BoundsThatMeetLeaveAnActionToChoose(int shards)
    {
        foreach (var reward in Enumerable.Range(-20, 40))
        {
            var problem = new MarkovProblem(Wheel(0.9, reward / 7.0));
            var report = new ShardedSearch(problem, new() { Iterations = 200, Shards = shards, Backup = Backup.Max, Transpositions = true }).Run();
            report.Best.ShouldBe(0);
        }
    }

    [Fact]
    public void WorkersChangeNothingWithKnownProbabilities()
    {
        foreach (var transpositions in new[] { false, true })
        {
            var options = new SearchOptions { Iterations = 2_000, Shards = 4, Backup = Backup.Max, Transpositions = transpositions };
            var one = new ShardedSearch(new MarkovProblem(Lake), options).Run();
            var four = new ShardedSearch(new MarkovProblem(Lake), options with { Workers = 4 }).Run();
            four.Root.TreeHash.ShouldBe(one.Root.TreeHash);
        }
    }

    [Fact]
    public void SailingGoesWithTheWind()
    {
        var model = Sailing.Build(size: 5, discount: 0.95, horizon: null);
        var solution = ValueIteration.Solve(model, default);
        var report = new ShardedSearch(new MarkovProblem(model), new() { Iterations = 2_000, Backup = Backup.Max, Transpositions = true }).Run();
        solution.ActionValues[report.Best].ShouldBe(solution.Value, 0.05);
    }

    // Over every state of the lake as a start: how much the chosen action falls short of the best.
    private static double MeanRegret(SearchOptions options)
    {
        const int Seeds = 10;
        var (regret, searches) = (0.0, 0);
        foreach (var start in Enumerable.Range(0, Lake.StateCount).Where(state => !Lake.IsTerminal(state)))
        {
            var model = Lake.From(start);
            var solution = ValueIteration.Solve(model, default);
            for (var seed = 0; seed < Seeds; seed++, searches++)
                regret += solution.Value - solution.ActionValues[new ShardedSearch(new MarkovProblem(model), options with { Seed = seed }).Run().Best];
        }

        return regret / searches;
    }

    // Round and round, where every step earns the same, or a little less by the second action.
    private static MarkovModel Wheel(double discount, double reward)
    {
        var builder = new MarkovModelBuilder();
        for (var state = 0; state < 3; state++)
            builder.AddState($"{state}");
        for (var state = 0; state < 3; state++)
        {
            builder.AddAction(state, "slow", [((state + 1) % 3, 0.7, reward), (state, 0.3, reward)]);
            builder.AddAction(state, "dear", [((state + 2) % 3, 1, reward - 0.5)]);
        }

        return builder.Build(0, discount, null);
    }
}
