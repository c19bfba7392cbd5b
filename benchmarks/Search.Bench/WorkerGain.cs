using System.Diagnostics;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.Search.Bench;

/// <summary>The same search, of two shards, by one worker and by two.</summary>
internal static class WorkerGain
{
    private const int WarmUpRuns = 10;

    public static int Print(string domain, int iterations, int runs)
    {
        var problem = Problems.Find(domain);
        for (var run = 0; run < WarmUpRuns; run++)
            Gain(problem, iterations, run);
        var gains = Enumerable.Range(0, runs).Select(run => Gain(problem, iterations, run)).Order().ToList();
        Console.WriteLine(FormattableString.Invariant($"{gains[gains.Count / 2]:F2} {gains[^1]:F2}"));
        return 0;
    }

    private static double Gain(IProblem problem, int iterations, long seed) =>
        Measure(problem, Problems.Options(iterations, seed, shards: 2, workers: 1)) / Measure(problem, Problems.Options(iterations, seed, shards: 2, workers: 2));

    private static double Measure(IProblem problem, SearchOptions options)
    {
        var from = Stopwatch.GetTimestamp();
        new ShardedSearch(problem, options).Run();
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }
}
