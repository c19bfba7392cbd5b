namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>Looks every second whether the store of keys has changed, and now and then tells it which keys were used.</summary>
internal sealed class KeyReloader(ApiKeyRegistry keys, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Looks between two times that uses are kept.</summary>
    private const int LooksPerUses = 15;

    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(3);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request.
        await keys.ReloadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Even when the host is in a hurry: it is little to write.
        using var deadline = new CancellationTokenSource(LastPatience, time);
        try
        {
            await keys.KeepUsesAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // A store that does not answer doesn't keep the process from ending.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var keeping = Task.CompletedTask;
        for (var look = 1; await timer.WaitForNextTickAsync(stoppingToken); look++)
        {
            await keys.ReloadAsync(stoppingToken);
            // Beside the looks: it may have to wait for a lock.
            if (look % LooksPerUses == 0 && keeping.IsCompleted)
                keeping = keys.KeepUsesAsync(stoppingToken);
        }
    }
}
