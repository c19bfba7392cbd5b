using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.ServiceDefaults.Health;

/// <summary>Asks another service whether it is ready, and passes on what it found: its checks and the backends that it uses.</summary>
/// <param name="reports">Asks.</param>
/// <param name="resource">The other's name.</param>
/// <param name="without">What it means that the other is not there, if one can do without it.</param>
/// <param name="instead">What fills the other's role meanwhile.</param>
internal sealed class RemoteReadinessCheck(ReadyReportClient reports, string resource, string? without, Backend? instead) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (await reports.GetAsync(resource, cancellationToken) is not { } report)
            return Missed("It can't be reached.", []);

        var found = new Dictionary<string, object>();
        foreach (var (role, inUse) in report.Backends)
            found[role] = inUse;
        foreach (var (check, passed) in report.Checks)
            found[check] = !passed && (report.Degraded?.GetValueOrDefault(check) ?? without) is { } meaning ? new Lack(meaning) : passed;
        return report.Ready ? HealthCheckResult.Healthy(data: found) : Missed("It is not ready.", found);
    }

    private HealthCheckResult Missed(string problem, Dictionary<string, object> found)
    {
        if (instead is not null)
            found[instead.Role] = instead.InUse;
        return without is null
            ? HealthCheckResult.Unhealthy(problem, data: found)
            : HealthCheckResult.Degraded($"{problem} {without}", data: found);
    }
}
