using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs the health checks of a process while it runs: often until it is healthy, then now and then.</summary>
internal sealed class HealthMonitor(ResourceInstance instance, HealthCheckService healthChecks, ResourceNotificationService notifications, TimeProvider time)
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan WhileUnhealthy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(5);

    // A process without a check is taken to have started when it lived this long.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);
    private readonly HashSet<string> _keys = [.. instance.Resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key)];

    /// <summary>Whether the process was healthy at any time since the application started.</summary>
    public bool WasHealthy { get; private set; }

    /// <summary>What the process is before its first check: unknown, if it has any.</summary>
    public ImmutableArray<HealthReportSnapshot> Unknown => [.. _keys.Select(key => new HealthReportSnapshot(key, null, null, null))];

    /// <summary>Checks until cancelled.</summary>
    /// <param name="changed">Called when the process becomes healthy, and when it ceases to be.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    public async Task RunAsync(Action<HealthStatus, string> changed, CancellationToken cancellationToken)
    {
        if (_keys.Count == 0)
        {
            await Task.Delay(Settled, time, cancellationToken).ConfigureAwait(false);
            WasHealthy = true;
            return;
        }

        var last = (HealthStatus?)null;
        while (true)
        {
            var report = await healthChecks.CheckHealthAsync(check => _keys.Contains(check.Name), cancellationToken).ConfigureAwait(false);
            WasHealthy |= report.Status == HealthStatus.Healthy;

            // Before those who wait are told, so that the output is in the order of events.
            if (report.Status != last && (last is not null || report.Status == HealthStatus.Healthy))
                changed(report.Status, Problem(report));
            if (last is not null || report.Status == HealthStatus.Healthy)
                last = report.Status;
            await PublishAsync(report).ConfigureAwait(false);

            var pause = report.Status == HealthStatus.Healthy ? WhileHealthy : last is null ? WhileStarting : WhileUnhealthy;
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Problem(HealthReport report) =>
        string.Join("; ", report.Entries.Values.Where(entry => entry.Status != HealthStatus.Healthy).Select(entry => entry.Description ?? entry.Exception?.Message ?? "no reason given"));

    private Task PublishAsync(HealthReport report)
    {
        ImmutableArray<HealthReportSnapshot> reports = [.. report.Entries.Select(entry => new HealthReportSnapshot(entry.Key, entry.Value.Status, entry.Value.Description, entry.Value.Exception?.Message))];
        if (notifications.TryGetCurrentState(instance.Id, out var known) && known.Snapshot.HealthReports.SequenceEqual(reports))
            return Task.CompletedTask;
        return notifications.PublishUpdateAsync(instance.Resource, instance.Id, snapshot => snapshot with { HealthReports = reports });
    }
}
