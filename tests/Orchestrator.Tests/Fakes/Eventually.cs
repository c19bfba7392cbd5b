namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>Waits for something to become so.</summary>
internal static class Eventually
{
    public static async Task<T> GetAsync<T>(Func<Task<T>> look, Func<T, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var seen = await look();
            if (wanted(seen))
                return seen;
            await Task.Delay(20, deadline.Token);
        }
    }
}
