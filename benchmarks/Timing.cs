using System.Diagnostics;

namespace MctsAspire.Benchmarks;

/// <summary>Repeats an action for a time.</summary>
internal static class Timing
{
    private const int InFlight = 32;

    /// <summary>One after the other; the milliseconds of each.</summary>
    public static async Task<List<double>> SequentialAsync(Func<Task> action, TimeSpan duration)
    {
        var times = new List<double>();
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() is var start && start < end)
        {
            await action();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    /// <summary>32 at a time; how many a second.</summary>
    public static async Task<double> ConcurrentAsync(Func<Task> action, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            for (; Stopwatch.GetTimestamp() < end; count++)
                await action();
            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The value below which a share of all values lies.</summary>
    public static double Percentile(List<double> values, double share)
    {
        values.Sort();
        return values[Math.Min((int)(values.Count * share), values.Count - 1)];
    }
}
