using FsCheck.Xunit;
using MctsAspire.MetaControllerService.Decisions;

namespace MctsAspire.MetaControllerService.Tests.Decisions;

public sealed class DecisionIndexTests
{
    [Fact]
    public async Task TheNearestDirectionComesFirst()
    {
        var index = new DecisionIndex(10);
        await index.WriteAsync([At("far", 0, 1), At("near", 1, 0.1), At("same", 0.5, 0)], default);

        var found = index.Find(Vector(1, 0), 2);

        found.Select(neighbour => neighbour.Decision.Run).ShouldBe(["same", "near"]);
        found[0].Distance.ShouldBe(0, 1e-6);
        found[1].Distance.ShouldBe(1 - (1 / Math.Sqrt(1.01)), 1e-6);
    }

    [Fact]
    public async Task OfEquallyNearOnesTheLatestComesFirst()
    {
        var index = new DecisionIndex(3);
        await index.WriteAsync([At("a", 1, 0), At("b", 1, 0), At("c", 1, 0), At("d", 1, 0)], default);

        index.Find(Vector(1, 0), 5).Select(neighbour => neighbour.Decision.Run).ShouldBe(["d", "c", "b"]);
    }

    [Fact]
    public async Task AVectorOfZerosIsLikeItsKindAlone()
    {
        var index = new DecisionIndex(10);
        await index.WriteAsync([At("zero", 0, 0), At("other", 1, 0)], default);

        index.Find(Vector(0, 0), 2).Select(neighbour => (neighbour.Decision.Run, neighbour.Distance)).ShouldBe([("zero", 0), ("other", 1)]);
    }

    [Fact]
    public async Task AnOutcomeThatIsToldLaterIsKnown()
    {
        var index = new DecisionIndex(10);
        await index.WriteAsync([At("a", 1, 0), Entries.Outcome("a", 0.75, 2), Entries.Outcome("unknown", 1)], default);

        index.Find(Vector(1, 0), 1).Single().Decision.Outcome.ShouldBe(new DecisionOutcome(0.75, 2));
    }

    [Fact]
    public async Task ADecisionThatIsToldAgainIsHeldOnce()
    {
        var index = new DecisionIndex(10);
        await index.WriteAsync([At("a", 1, 0), At("a", 0, 1)], default);

        index.Count.ShouldBe(1);
        index.Find(Vector(0, 1), 1).Single().Distance.ShouldBe(0, 1e-6);
    }

    [Property(MaxTest = 60)]
    public void ItFindsWhatLookingAtTheLatestOnesFinds(byte[] runs, byte capacity, byte count)
    {
        var index = new DecisionIndex(1 + (capacity % 8));
        var random = new Random(runs.Length);
        var latest = new List<LoggedDecision>();
        foreach (var run in runs)
        {
            var decision = Entries.Decision($"run_{run % 12}", run % 2, [.. Enumerable.Range(0, 10).Select(_ => random.NextDouble())]);
            index.WriteAsync([decision], default);

            // One that is told again keeps its place among the others.
            var place = latest.FindIndex(old => (old.Run, old.Step) == (decision.Run, decision.Step));
            if (place >= 0)
                latest[place] = decision;
            else
                latest.Add(decision);
            if (latest.Count > 1 + (capacity % 8))
                latest.RemoveAt(0);
        }

        double[] wanted = [.. Enumerable.Range(0, 10).Select(_ => random.NextDouble())];
        var found = index.Find(wanted, count % 20);

        found.Select(neighbour => (neighbour.Decision.Run, neighbour.Decision.Step)).ShouldBe(
            latest.OrderBy(decision => Distance(decision.Vector, wanted)).Take(count % 20).Select(decision => (decision.Run, decision.Step)));
    }

    private static double Distance(IReadOnlyList<double> one, double[] other) =>
        1 - (one.Zip(other, (a, b) => a * b).Sum() / Math.Sqrt(one.Sum(a => a * a) * other.Sum(b => b * b)));

    private static double[] Vector(double first, double second) => [first, second, 0, 0, 0, 0, 0, 0, 0, 0];

    private static LoggedDecision At(string run, double first, double second) => Entries.Decision(run, vector: Vector(first, second));
}
