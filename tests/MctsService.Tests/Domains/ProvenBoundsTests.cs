using MctsAspire.MctsService.Domains.Models;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Tests.Fixtures;

namespace MctsAspire.MctsService.Tests.Domains;

/// <summary>What a search says to be proven, against an independent solution.</summary>
public sealed class ProvenBoundsTests
{
    private static readonly (string Name, SearchOptions Options)[] Ways =
    [
        ("trials", new() { Iterations = 300, Backup = Backup.Max, Transpositions = true }),
        ("one trial", new() { Iterations = 1, Backup = Backup.Max, Transpositions = true }),
        ("trials in shards", new() { Iterations = 90, Shards = 3, Backup = Backup.Max, Transpositions = true }),
        ("tree with known probabilities", new() { Iterations = 300, Backup = Backup.Max }),
        ("samples", new() { Iterations = 800 }),
        ("samples in shards", new() { Iterations = 400, Shards = 4 }),
        ("priors and noise", new() { Iterations = 300, Selection = Selection.Puct, Noise = new(0.3, 0.25) }),
        ("widening", new() { Iterations = 300, Widening = new(1, 0.5) }),
        ("greedy", new() { Iterations = 300, Selection = Selection.Ucb1Tuned, Rollout = RolloutPolicy.Greedy }),
    ];

    [Fact]
    public void BoundsHoldTheTrueValuesAndAProvenDecisionIsTheBest()
    {
        var proven = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var model = GeneratedModels.Of(seed);
            var (problem, values) = (new MarkovProblem(model), GeneratedModels.Solve(model));
            var slack = 1e-9 * Math.Max(problem.Range.Highest - problem.Range.Lowest, values.Max(Math.Abs));
            foreach (var (name, options) in Ways)
            {
                var report = new ShardedSearch(problem, options with { Seed = seed }).Run();

                var told = $"{name}, seed {seed}";
                Holds(problem, report.Root.Low, report.Root.High, values.Max(), slack, told);
                foreach (var action in report.Root.Actions)
                    Holds(problem, action.Low, action.High, values[action.Index], slack, $"{told}, action {action.Index}");
                if (report.StopCause != StopCause.Proven)
                    continue;
                values[report.Best].ShouldBe(values.Max(), 2 * slack, told);
                proven++;
            }
        }

        proven.ShouldBeGreaterThan(600);
    }

    private static void Holds(MarkovProblem problem, double low, double high, double value, double slack, string told) =>
        value.ShouldBeInRange(problem.Range.ToUnits(low) - slack, problem.Range.ToUnits(high) + slack, told);
}
