using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Output;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using System.Runtime.InteropServices;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts all processes of an application and ends them.</summary>
internal sealed partial class ResourceOrchestrator(
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext executionContext,
    ResourceNotificationService notifications,
    PortReservations ports,
    ProcessGuard guard,
    HealthCheckService healthChecks,
    IHostApplicationLifetime lifetime,
    IHostEnvironment environment,
    ILoggerFactory loggers,
    TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TimeToDie = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _impatient = new();
    private readonly ILogger _logger = loggers.CreateLogger<ResourceOrchestrator>();
    private IReadOnlyList<ResourceRunner> _runners = [];
    private Task _running = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var plan = await new ApplicationPlan(model, executionContext, ports, guard).MakeAsync(cancellationToken).ConfigureAwait(false);
        guard.Start();

        // All of them first: a resource is as healthy as all its processes, those included that have not begun.
        foreach (var instance in plan.Keys)
            await notifications.PublishUpdateAsync(instance.Resource, instance.Id, snapshot => snapshot with { State = KnownResourceStates.Waiting }).ConfigureAwait(false);
        var dependencies = new Dependencies(model, notifications);
        _runners = [.. plan.Select(entry => new ResourceRunner(
            entry.Key,
            entry.Value,
            dependencies,
            notifications,
            new HealthMonitor(entry.Key, healthChecks, notifications, time),
            guard,
            loggers.CreateLogger(ResourceConsoleProvider.Category(environment, entry.Key.Id)),
            _logger,
            time))];
        _running = Task.WhenAll(_runners.Select(runner => Task.Run(() => runner.RunAsync(_stopping.Token), CancellationToken.None)).Append(ReportAsync(plan.Keys.ToList())));
    }

    /// <summary>Waits until a process can't start or the application stops.</summary>
    /// <returns>Why it can't start; null when the application stops.</returns>
    public async Task<string?> FailureOrStopAsync(CancellationToken cancellationToken)
    {
        var stop = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStop = lifetime.ApplicationStopping.Register(() => stop.TrySetResult(""));
        using var onCancel = cancellationToken.Register(() => stop.TrySetResult(""));
        var first = await Task.WhenAny(_runners.Select(runner => runner.Failure.Task).Append(stop.Task)).ConfigureAwait(false);
        return await first.ConfigureAwait(false) is { Length: > 0 } failure ? failure : null;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // The first signal began the stop; another one means that somebody does not want to wait.
        using var interrupt = OnSignal(PosixSignal.SIGINT);
        using var terminate = OnSignal(PosixSignal.SIGTERM);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _impatient.Token);
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var runner in _runners)
            runner.Terminate();
        if (!await EndedAsync(TimeToEnd, patience.Token).ConfigureAwait(false))
        {
            Log.Killing(_logger);
            foreach (var runner in _runners)
                runner.Kill();
            await EndedAsync(TimeToDie, CancellationToken.None).ConfigureAwait(false);
        }

        await guard.SweepAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _impatient.Dispose();
    }

    private async Task<bool> EndedAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await _running.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private PosixSignalRegistration OnSignal(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _impatient.Cancel();
    });

    // Says now and then what a start is waiting for, so that one that hangs does not look dead.
    private async Task ReportAsync(List<ResourceInstance> instances)
    {
        try
        {
            while (true)
            {
                await Task.Delay(ReportInterval, time, _stopping.Token).ConfigureAwait(false);
                var waiting = instances.Select(Waiting).OfType<string>().ToList();
                if (waiting.Count == 0)
                    return;
                Log.StillWaiting(_logger, string.Join(", ", waiting));
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private string? Waiting(ResourceInstance instance)
    {
        if (!notifications.TryGetCurrentState(instance.Id, out var known) || known.Snapshot.HealthStatus == HealthStatus.Healthy)
            return null;
        var state = known.Snapshot.State?.Text;
        if (state == KnownResourceStates.NotStarted || state == KnownResourceStates.Finished)
            return null;
        var problem = known.Snapshot.HealthReports.Select(report => report.Description).FirstOrDefault(description => description is not null);
        return problem is null ? $"{instance.Id} ({state})" : $"{instance.Id} ({state}: {problem})";
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Some processes do not end by themselves; they are killed.")]
        public static partial void Killing(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "Still waiting for {Resources}")]
        public static partial void StillWaiting(ILogger logger, string resources);
    }
}
