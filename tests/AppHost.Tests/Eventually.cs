namespace MctsAspire.AppHost.Tests;

/// <summary>Waits for real conditions.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until the answer is yes; a long deadline only bounds a test that has failed.</summary>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
                throw new TimeoutException($"It did not come about that {what}.");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>As the other, for a condition that needs no waiting.</summary>
    public static Task IsTrueAsync(Func<bool> condition, string what) => IsTrueAsync(() => Task.FromResult(condition()), what);
}
