using MctsAspire.MctsService.Domains.Models;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Search.Core.Certificates;
using MctsAspire.MctsService.Tests.Domains;

namespace MctsAspire.MctsService.Tests.Search.Core;

public sealed class CertificateTests
{
    private static readonly SearchOptions Options = new() { Iterations = 500, Solver = false, Shards = 1 };

    [Fact]
    public void TheIntervalsHoldAsOftenAsTheySay()
    {
        const int Problems = 2_000;
        var asked = new CertificateOptions { Delta = 0.1, Epsilon = 0.05, Rollouts = 3_000 };
        var (held, right, decided) = (0, 0, 0);
        for (var seed = 0; seed < Problems; seed++)
        {
            var model = RandomModel(seed);
            var problem = new MarkovProblem(model);
            var values = ValueIteration.Solve(model, default).ActionValues.Select(problem.Range.Scale).ToArray();
            var (_, certificate) = new ShardedSearch(problem, Options with { Seed = seed }).RunCertified(asked);
            held += certificate.Actions.All(action => action.Low <= values[action.Index] && values[action.Index] <= action.High) ? 1 : 0;
            decided += certificate.Decided ? 1 : 0;
            right += !certificate.Decided || certificate.Actions.Max(action => values[action.Index]) - values[certificate.Best] <= asked.Epsilon ? 1 : 0;
        }

        held.ShouldBeGreaterThanOrEqualTo((int)(Problems * (1 - asked.Delta)));
        right.ShouldBeGreaterThanOrEqualTo((int)(Problems * (1 - asked.Delta)));
        decided.ShouldBeGreaterThan(Problems / 4);
    }

    [Fact]
    public void AnIntervalNarrowsAroundItsMean()
    {
        var sequence = new ConfidenceSequence(0.05);
        var random = new Xorshift(3, 0);
        for (var i = 0; i < 20_000; i++)
            sequence.Add(random.NextDouble() < 0.3 ? 1 : 0);
        sequence.Low.ShouldBeInRange(0.25, 0.31);
        sequence.High.ShouldBeInRange(0.29, 0.35);
    }

    [Fact]
    public void EqualValuesAreKnownSoonerThanScatteredOnes()
    {
        var (equal, scattered) = (new ConfidenceSequence(0.05), new ConfidenceSequence(0.05));
        for (var i = 0; i < 1_000; i++)
        {
            equal.Add(0.5);
            scattered.Add(i % 2);
        }

        (equal.High - equal.Low).ShouldBeLessThan((scattered.High - scattered.Low) / 2);
    }

    [Fact]
    public void WhatTheSolverProvesNeedsNoRollouts()
    {
        var search = new ShardedSearch(DomainCases.TicTacToe.Problem, new() { Iterations = 100_000 });
        var (_, certificate) = search.RunCertified(new());
        certificate.Kind.ShouldBe(CertificateKind.Proven);
        certificate.Decided.ShouldBeTrue();
        certificate.Rollouts.ShouldBe(0);
    }

    [Fact]
    public void ActionsThatCannotBeToldApartStayUndecided()
    {
        var problem = new MarkovProblem(Bandit.Build([0.5, 0.5]));
        var (_, certificate) = new ShardedSearch(problem, Options).RunCertified(new() { Rollouts = 2_000, Epsilon = 0.001 });
        certificate.Kind.ShouldBe(CertificateKind.Bounded);
        certificate.Decided.ShouldBeFalse();
        certificate.Rollouts.ShouldBeLessThanOrEqualTo(2_000);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public void ACertificateFollowsTheSeed(int backup, bool transpositions)
    {
        var problem = new MarkovProblem(GridWorld.Build(GridWorld.Lake, slip: 0.4, discount: 0.95, horizon: 40));
        var options = Options with { Backup = (Backup)backup, Transpositions = transpositions, Shards = 3 };
        var (_, one) = new ShardedSearch(problem, options).RunCertified(new());
        var (_, two) = new ShardedSearch(problem, options with { Workers = 2 }).RunCertified(new());
        two.Actions.ShouldBe(one.Actions);
        one.Kind.ShouldBe(CertificateKind.Bounded);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.99999)]
    public void IntervalsAllowForPlayThatWasCutOff(double discount)
    {
        // One choice, then the same for ever: the value of the found policy is known.
        var builder = new MarkovModelBuilder();
        for (var state = 0; state < 3; state++)
            builder.AddState($"{state}");
        builder.AddAction(0, "dear", [(1, 1, 0)]);
        builder.AddAction(0, "cheap", [(2, 1, 0)]);
        builder.AddAction(1, "go on", [(1, 0.5, 1), (1, 0.5, 0)]);
        builder.AddAction(2, "go on", [(2, 1, 0.2)]);
        var problem = new MarkovProblem(builder.Build(0, discount, null));

        var (_, certificate) = new ShardedSearch(problem, Options with { Iterations = 20, Backup = Backup.Max }).RunCertified(new() { Rollouts = 300 });

        certificate.Kind.ShouldBe(CertificateKind.Bounded);
        foreach (var action in certificate.Actions)
        {
            var value = problem.Range.Scale(discount * (action.Index == 0 ? 0.5 : 0.2) / (1 - discount));
            value.ShouldBeInRange(action.Low, action.High);
        }
    }

    // One decision among a few lotteries.
    private static MarkovModel RandomModel(int seed)
    {
        var random = new Xorshift(seed, 77);
        var builder = new MarkovModelBuilder();
        var start = builder.AddState("start");
        var end = builder.AddState("end");
        for (var action = 2 + random.NextBelow(3); action > 0; action--)
        {
            var weights = new double[2 + random.NextBelow(4)];
            foreach (ref var weight in weights.AsSpan())
                weight = random.NextDouble() * random.NextDouble();
            var draws = random;
            builder.AddAction(start, $"lottery {action}", weights.Select(weight => (end, weight / weights.Sum(), Math.Round(draws.NextDouble(), 3))).ToList());
            random = draws;
        }

        return builder.Build(start, 1, horizon: 1);
    }
}
