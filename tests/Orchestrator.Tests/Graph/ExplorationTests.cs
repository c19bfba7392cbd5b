using System.Collections.Immutable;
using FsCheck.Xunit;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Tests.Fakes;

namespace MctsAspire.Orchestrator.Tests.Graph;

public sealed class ExplorationTests
{
    private static readonly ImmutableArray<string> All = ["hrm", "trm", "mcts"];

    private static readonly IEqualityComparer<(ImmutableArray<string> Agents, bool Explored, double Propensity)> Same =
        EqualityComparer<(ImmutableArray<string> Agents, bool Explored, double Propensity)>.Create(
            (one, other) => one.Agents.SequenceEqual(other.Agents) && one.Explored == other.Explored && one.Propensity.Equals(other.Propensity));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void WithoutAShareTheChoiceHoldsForCertain(double share) =>
        Exploration.Apply(["hrm", "trm"], All, share, GraphRig.Ask(), 42).ShouldBe((["hrm", "trm"], false, 1), Same);

    [Fact]
    public void WhereNothingIsOpenTheChoiceHoldsForCertain() =>
        Exploration.Apply(["mcts"], [], 1, GraphRig.Ask(), 42).ShouldBe((["mcts"], false, 1), Same);

    [Property]
    public void TheSameRunTakesTheSameWayAgain(long seed, string? query, byte share) =>
        Explore(["hrm", "trm"], share / 255.0, query, seed).ShouldBe(Explore(["hrm", "trm"], share / 255.0, query, seed), Same);

    [Theory]
    [InlineData("hrm trm")]
    [InlineData("mcts")]
    public void WaysAreTakenAsOftenAsTheirPropensitySays(string choice)
    {
        const int Runs = 20_000;
        ImmutableArray<string> chosen = [.. choice.Split(' ')];

        var taken = Enumerable.Range(0, Runs).Select(run => Explore(chosen, 0.4, $"question {run}", 42)).GroupBy(way => string.Join(' ', way.Agents)).ToList();

        // The propensities of all ways sum to 1, and each is the share within five standard deviations.
        taken.Sum(way => way.First().Propensity).ShouldBe(1, 1e-12);
        foreach (var way in taken)
        {
            var propensity = way.Select(one => one.Propensity).Distinct().ShouldHaveSingleItem();
            ((double)way.Count() / Runs).ShouldBe(propensity, 5 * Math.Sqrt(propensity * (1 - propensity) / Runs));
        }
    }

    private static (ImmutableArray<string> Agents, bool Explored, double Propensity) Explore(ImmutableArray<string> chosen, double share, string? query, long seed) =>
        Exploration.Apply(chosen, All, share, GraphRig.Ask(query ?? "") with { Iteration = 1 }, seed);
}
