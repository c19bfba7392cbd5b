using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace MctsAspire.ServiceDefaults.Health;

/// <summary>
/// Runs the health checks for <c>/ready</c>. Whoever asks while they run shares that run, and there are only so many runs in a second: each asks every service behind
/// this one, and who asks more often gets the last report. What a check reports as data goes into the report: a text is a backend in use, a truth value another check, and a
/// lack another check that failed without harm.
/// </summary>
internal sealed partial class ReadinessProbe(
    HealthCheckService checks,
    IEnumerable<Backend> backends,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ReadinessProbe> logger)
{
    public static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Shorter, so that a service that one can do without does not use up the patience of whoever asks this one.</summary>
    public static readonly TimeSpan OptionalCheckTimeout = CheckTimeout / 2;

    /// <summary>Runs in a second at most.</summary>
    public const int MostRuns = 10;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<ReadyReport>? _running;
    private ReadyReport? _last;
    private long _windowStart;
    private int _runs;
    private bool? _wasReady;
    private string _lacked = "";

    public Task<ReadyReport> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_running is null && !MayRun() && _last is { } last)
                return Task.FromResult(last);
            // On another thread, so that the task is kept before it can end.
            return (_running ??= Task.Run(RunAsync, CancellationToken.None)).WaitAsync(cancellationToken);
        }
    }

    private bool MayRun()
    {
        var now = time.GetTimestamp();
        if (_runs == 0 || time.GetElapsedTime(_windowStart, now) >= Window)
            (_windowStart, _runs) = (now, 0);
        return ++_runs <= MostRuns;
    }

    private async Task<ReadyReport> RunAsync()
    {
        try
        {
            // For all who wait: nobody's leaving stops it. What the checks call is not worth a trace.
            using var untraced = SuppressInstrumentationScope.Begin();
            using var deadline = new CancellationTokenSource(CheckTimeout * 2, time);
            var health = await checks.CheckHealthAsync(registration => !registration.Tags.Contains(HealthTags.Live), deadline.Token);
            var report = Describe(health);
            LogChange(report);
            _last = report;
            return report;
        }
        finally
        {
            lock (_lock)
                _running = null;
        }
    }

    private ReadyReport Describe(HealthReport health)
    {
        var inUse = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var passed = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        var degraded = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in health.Entries.Values.SelectMany(entry => entry.Data))
        {
            if (value is string backend)
                inUse[name] = backend;
            else if (value is bool or Lack)
                passed[name] = value is true;
            if (value is Lack lack)
                degraded[name] = lack.Meaning;
        }

        // What the service says of itself goes before what others say.
        foreach (var backend in backends)
            inUse[backend.Role] = backend.InUse;
        foreach (var (name, entry) in health.Entries)
        {
            passed[name] = entry.Status == HealthStatus.Healthy;
            // Reasons of other failures may name places of the machine.
            if (entry.Status == HealthStatus.Degraded)
                degraded[name] = entry.Description ?? "It does not work, and is done without.";
        }

        return new ReadyReport
        {
            Ready = health.Status != HealthStatus.Unhealthy && !lifetime.ApplicationStopping.IsCancellationRequested,
            Checks = passed,
            Degraded = degraded.Count > 0 ? degraded : null,
            Backends = inUse,
        };
    }

    private void LogChange(ReadyReport report)
    {
        if (_wasReady != report.Ready)
        {
            if (report.Ready)
                LogReady();
            else
                LogNotReady(string.Join(", ", report.Checks.Where(check => !check.Value && report.Degraded?.ContainsKey(check.Key) != true).Select(check => check.Key)));
        }

        var lacked = string.Join(", ", report.Degraded?.Keys ?? []);
        if (lacked != _lacked)
        {
            if (lacked.Length > 0)
                LogLack(lacked);
            else
                LogNoLack();
        }

        (_wasReady, _lacked) = (report.Ready, lacked);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ready")]
    private partial void LogReady();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Going on without: {FailedChecks}")]
    private partial void LogLack(string failedChecks);

    [LoggerMessage(Level = LogLevel.Information, Message = "Nothing is lacking any more")]
    private partial void LogNoLack();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: {FailedChecks}")]
    private partial void LogNotReady(string failedChecks);
}
