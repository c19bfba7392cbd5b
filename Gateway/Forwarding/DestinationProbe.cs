namespace MctsAspire.Gateway.Forwarding;

/// <summary>Asks every Orchestrator now and then whether it is ready. One alone is not asked: there is no choice.</summary>
internal sealed partial class DestinationProbe(Destinations destinations, OrchestratorConnections connections, ForwardingSettings settings, TimeProvider time, ILogger<DestinationProbe> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (destinations.All.Count == 1)
            return;
        using var timer = new PeriodicTimer(settings.ProbeInterval, time);
        try
        {
            do
                await Task.WhenAll(destinations.All.Select(destination => ProbeAsync(destination, stoppingToken)));
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task ProbeAsync(Destination destination, CancellationToken stopping)
    {
        var isReady = false;
        try
        {
            using var deadline = new CancellationTokenSource(settings.ProbeTimeout, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, deadline.Token);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{destination.Address}/ready");
            using var response = await connections.Invoker.SendAsync(request, stop.Token);
            isReady = response.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            // Not ready, then.
        }

        if (isReady != destination.Serves)
            LogChange(destination.Address, isReady ? "serves again" : "does not serve");
        destination.Probed(isReady);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Orchestrator at {Address} {Change}")]
    private partial void LogChange(string address, string change);
}
