using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Hosting;

/// <summary>
/// The end of a service. Told to stop, it first goes on as before and only says on <c>/ready</c> that it is not ready, so that whoever sends requests finds another;
/// then it takes no new connections and lets requests on their way come to their ends; then it ends those that are left.
/// </summary>
public sealed partial class Drain : IHostedLifecycleService, IDisposable
{
    private readonly ServerSettings _settings;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger<Drain> _logger;
    private readonly CancellationTokenSource _deadline = new();
    private ITimer? _timer;

    internal Drain(ServerSettings settings, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Drain> logger)
    {
        _settings = settings;
        _lifetime = lifetime;
        _time = time;
        _logger = logger;
        Deadline = _deadline.Token;
    }

    /// <summary>Whether the service was told to stop.</summary>
    public bool HasBegun => _lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Is cancelled when the time for requests on their way is over: what is not finished then can only be told so.</summary>
    public CancellationToken Deadline { get; }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogBegun(_settings.DrainDelay.TotalSeconds, _settings.Drain.TotalSeconds);
        try
        {
            await Task.Delay(_settings.DrainDelay, _time, cancellationToken);
            _timer = _time.CreateTimer(_ => End(), null, _settings.Drain, Timeout.InfiniteTimeSpan);
        }
        catch (OperationCanceledException)
        {
            // Whoever stops the service does not want to wait.
            End();
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _deadline.Dispose();
    }

    private void End()
    {
        try
        {
            _deadline.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The service is gone already, and with it all requests: nothing waits for a timer that is about to fire.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: not ready from now on, no new connections in {DelaySeconds} s, requests on their way have {DrainSeconds} s after that")]
    private partial void LogBegun(double delaySeconds, double drainSeconds);
}
