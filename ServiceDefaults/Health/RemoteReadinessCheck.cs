using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.ServiceDefaults.Health;

/// <summary>Asks another service whether it is ready, and passes on what it found: its checks and the backends that it uses.</summary>
internal sealed class RemoteReadinessCheck(ReadyReportClient reports, string resource) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (await reports.GetAsync(resource, cancellationToken) is not { } report)
            return HealthCheckResult.Unhealthy("It can't be reached.");

        var found = new Dictionary<string, object>();
        foreach (var (role, inUse) in report.Backends)
            found[role] = inUse;
        foreach (var (check, passed) in report.Checks)
            found[check] = passed;
        return report.Ready ? HealthCheckResult.Healthy(data: found) : HealthCheckResult.Unhealthy("It is not ready.", data: found);
    }
}
