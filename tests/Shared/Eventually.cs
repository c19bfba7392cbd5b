using System.Diagnostics;

namespace MctsAspire.Testing;

/// <summary>Waits for what another process does in its own time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns as soon as a condition holds, and fails with <paramref name="state"/> when it never does.</summary>
    /// <exception cref="TimeoutException">The condition did not hold within a minute.</exception>
    public static Task HoldsAsync(Func<bool> condition, Func<string>? state = null) =>
        HoldsAsync(() => Task.FromResult(condition()), state);

    /// <summary>Returns as soon as a condition holds, and fails with <paramref name="state"/> when it never does.</summary>
    /// <exception cref="TimeoutException">The condition did not hold within a minute.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string>? state = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"The condition did not hold within {Patience.TotalSeconds} s; {state?.Invoke() ?? "no more is known"}.");
            await Task.Delay(Interval);
        }
    }
}
