using System.ComponentModel;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Output;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>The life of one process: it waits for others, starts, is watched, and starts again when it crashes.</summary>
internal sealed partial class ResourceRunner(
    ResourceInstance instance,
    ProcessLaunch launch,
    Dependencies dependencies,
    ResourceNotificationService notifications,
    HealthMonitor health,
    ProcessGuard guard,
    ILogger lines,
    ILogger logger,
    TimeProvider time)
{
    // Exit codes of a process that was ended by SIGKILL or SIGTERM: somebody did that to it.
    private const int Killed = 128 + 9;
    private const int Terminated = 128 + 15;

    private readonly Lock _lock = new();
    private readonly RestartPolicy _restarts = new();
    private readonly LastLines _lastLines = new();
    private ResourceProcess? _process;
    private bool _stopping;

    /// <summary>Why the process could not start at all; completes only then.</summary>
    public TaskCompletionSource<string> Failure { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs the process until it is told to end, ends by itself, or can't start.</summary>
    /// <param name="stopping">Cancelled when the application stops.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            if (instance.Resource.HasAnnotationOfType<ExplicitStartupAnnotation>())
            {
                await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.NotStarted }).ConfigureAwait(false);
                return;
            }

            await dependencies.WaitAsync(instance.Resource, stopping).ConfigureAwait(false);
            while (await RunOnceAsync(stopping).ConfigureAwait(false) is { } pause)
                await Task.Delay(pause, time, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Exited }).ConfigureAwait(false);
        }
        catch (DistributedApplicationException failure)
        {
            await FailAsync(failure.Message).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the process to end and keeps it from starting again.</summary>
    public void Terminate()
    {
        lock (_lock)
        {
            _stopping = true;
            _process?.Terminate();
        }
    }

    /// <summary>Kills the process.</summary>
    public void Kill()
    {
        lock (_lock)
            _process?.Kill();
    }

    // The pause before the next run; null when there is none.
    private async Task<TimeSpan?> RunOnceAsync(CancellationToken stopping)
    {
        await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Starting, ExitCode = null, HealthReports = health.Unknown }).ConfigureAwait(false);
        _lastLines.Clear();
        var started = time.GetTimestamp();
        if (Start() is not { } process)
            return health.WasHealthy && !_stopping ? await RestartAsync("could not be started", time.GetElapsedTime(started)).ConfigureAwait(false) : null;

        int exitCode;
        using (process)
        using (var watching = CancellationTokenSource.CreateLinkedTokenSource(stopping))
        {
            await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Running, StartTimeStamp = time.GetUtcNow().UtcDateTime, StopTimeStamp = null }).ConfigureAwait(false);
            Log.Started(logger, instance.Id, process.Id, Addresses());
            var watch = WatchHealthAsync(watching.Token);
            exitCode = await process.Exited.ConfigureAwait(false);
            lock (_lock)
                _process = null;
            await watching.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
        }

        await PublishAsync(snapshot => snapshot with { ExitCode = exitCode, StopTimeStamp = time.GetUtcNow().UtcDateTime }).ConfigureAwait(false);
        return await AfterAsync(exitCode, time.GetElapsedTime(started)).ConfigureAwait(false);
    }

    private ResourceProcess? Start()
    {
        lock (_lock)
        {
            if (_stopping)
                return null;
            try
            {
                _process = ResourceProcess.Start(launch, Take);
                guard.Watch(_process);
                return _process;
            }
            catch (Exception problem) when (problem is Win32Exception or IOException or UnauthorizedAccessException)
            {
                if (!health.WasHealthy)
                    throw new DistributedApplicationException($"{instance.Id} did not start: {launch.Program} can't be run ({problem.Message}); correct that and start again.", problem);
                return null;
            }
        }
    }

    private async Task<TimeSpan?> AfterAsync(int exitCode, TimeSpan uptime)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exitCode}");
        var isService = instance.Resource.HasAnnotationOfType<EndpointAnnotation>();
        if (_stopping || dependencies.IsAwaitedToEnd(instance.Resource) || (exitCode == 0 && !isService))
        {
            await PublishAsync(snapshot => snapshot with { State = exitCode == 0 && !_stopping ? KnownResourceStates.Finished : KnownResourceStates.Exited }).ConfigureAwait(false);
            if (!_stopping)
                Log.Ended(logger, instance.Id, end);
            return null;
        }

        if (health.WasHealthy || exitCode is Killed or Terminated)
            return await RestartAsync(end, uptime).ConfigureAwait(false);

        var reason = _lastLines.Reason();
        await FailAsync($"{instance.Id} did not start: it {end} before it was ready"
            + (reason is null ? " and printed nothing; start it by itself to see why." : $"; it said: {reason}")).ConfigureAwait(false);
        return null;
    }

    private async Task<TimeSpan> RestartAsync(string end, TimeSpan uptime)
    {
        var pause = _restarts.PauseAfter(uptime);
        var when = pause == TimeSpan.Zero ? "at once" : string.Create(CultureInfo.InvariantCulture, $"in {pause.TotalSeconds} s");
        Log.Restarting(logger, instance.Id, end, when, _restarts.Restarts);
        await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Restarting }).ConfigureAwait(false);
        return pause;
    }

    private async Task FailAsync(string reason)
    {
        await notifications.PublishFailureAsync(instance.Resource, instance.Id, reason).ConfigureAwait(false);
        Failure.TrySetResult(reason);
    }

    private async Task WatchHealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            await health.RunAsync(HealthChanged, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process has ended.
        }
    }

    private void HealthChanged(HealthStatus status, string problem)
    {
        if (status == HealthStatus.Healthy)
            Log.Healthy(logger, instance.Id);
        else
            Log.Unhealthy(logger, instance.Id, problem);
    }

    private void Take(string line, bool isError)
    {
        _lastLines.Add(line, isError);
        var level = LineLevel.Of(line, isError);
        if (lines.IsEnabled(level))
            lines.Log(level, default, line, null, static (text, _) => text);
    }

    private string Addresses()
    {
        var addresses = instance.Resource.Annotations.OfType<EndpointAnnotation>()
            .Select(endpoint => $", {endpoint.Name} at {endpoint.AllocatedByReplica[instance.Replica].UriString}");
        return string.Concat(addresses);
    }

    private Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        notifications.PublishUpdateAsync(instance.Resource, instance.Id, change);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Resource} started (process {ProcessId}){Addresses}")]
        public static partial void Started(ILogger logger, string resource, int processId, string addresses);

        [LoggerMessage(LogLevel.Information, "{Resource} is healthy")]
        public static partial void Healthy(ILogger logger, string resource);

        [LoggerMessage(LogLevel.Warning, "{Resource} is no longer healthy: {Problem}")]
        public static partial void Unhealthy(ILogger logger, string resource, string problem);

        [LoggerMessage(LogLevel.Information, "{Resource} {End}")]
        public static partial void Ended(ILogger logger, string resource, string end);

        [LoggerMessage(LogLevel.Warning, "{Resource} {End}; it starts again {When} (restart {Restarts})")]
        public static partial void Restarting(ILogger logger, string resource, string end, string when, int restarts);
    }
}
