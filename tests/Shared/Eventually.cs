using System.Diagnostics;

namespace MctsAspire.Testing;

/// <summary>Waits for what happens in its own time and is announced by nothing.</summary>
public static class Eventually
{
    // Bounds a test that has failed, on a machine with much else to do.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns as soon as a condition holds, and fails with <paramref name="state"/> when it never does.</summary>
    /// <exception cref="TimeoutException">The condition did not hold within three minutes.</exception>
    public static Task HoldsAsync(Func<bool> condition, Func<string>? state = null) =>
        HoldsAsync(() => Task.FromResult(condition()), state);

    /// <summary>Returns as soon as a condition holds, and fails with <paramref name="state"/> when it never does.</summary>
    /// <exception cref="TimeoutException">The condition did not hold within three minutes.</exception>
    public static Task HoldsAsync(Func<Task<bool>> condition, Func<string>? state = null) => GetAsync(condition, holds => holds, state);

    /// <summary>Returns what is seen as soon as it is what is wanted, and fails with <paramref name="state"/> when it never is.</summary>
    /// <exception cref="TimeoutException">It was not within three minutes.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> look, Func<T, bool> wanted, Func<string>? state = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (wanted(seen))
                return seen;
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"What is waited for did not come within {Patience.TotalSeconds} s; the last look saw {seen}; {state?.Invoke() ?? "no more is known"}.");
            await Task.Delay(Interval);
        }
    }
}
