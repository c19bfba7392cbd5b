using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Gateway.Audit;

/// <summary>Whether the audit log can be written. If not, the Gateway is ready only when it lets requests through all the same.</summary>
internal sealed class AuditCheck(AuditTrail trail) : IHealthCheck
{
    public const string Name = "audit_log";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        trail.Problem is not { } problem ? HealthCheckResult.Healthy()
        : trail.Refuses ? HealthCheckResult.Unhealthy(problem)
        : HealthCheckResult.Degraded($"{problem} Requests go on, and what does not find room is counted as lost."));
}
