using System.Diagnostics;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.Search.Bench;

/// <summary>Iterations a second. Each run is a search with a fresh tree; the clock stands while it is made and read.</summary>
internal static class SearchRate
{
    private const int WarmUpIterations = 2_000_000;

    public static int Print(string domain, int iterations, int runs)
    {
        var problem = Problems.Find(domain);
        for (var done = 0; done < WarmUpIterations; done += iterations)
            Measure(problem, iterations, seed: 1);

        var rates = Enumerable.Range(0, runs).Select(run => iterations / Measure(problem, iterations, run) / 1e6).Order().ToList();
        Console.WriteLine(FormattableString.Invariant($"{rates[rates.Count / 2]:F2} {rates[^1]:F2}"));
        return 0;
    }

    private static double Measure(IProblem problem, int iterations, long seed)
    {
        using var shard = problem.CreateShard(Problems.Options(iterations, seed), 0, 1);
        var from = Stopwatch.GetTimestamp();
        shard.Run(iterations);
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }
}
