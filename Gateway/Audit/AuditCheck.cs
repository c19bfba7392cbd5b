using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Gateway.Audit;

/// <summary>Whether the audit log can be written. If not, the Gateway is ready only when it lets requests through all the same.</summary>
internal sealed class AuditCheck(AuditTrail trail) : IHealthCheck
{
    public const string Name = "audit";

    private const string ReportedName = "audit_log";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problem = trail.Problem;
        var data = new Dictionary<string, object> { [ReportedName] = problem is null };
        return Task.FromResult(
            problem is null ? HealthCheckResult.Healthy(data: data)
            : trail.Refuses ? HealthCheckResult.Unhealthy(problem, data: data)
            : HealthCheckResult.Degraded(problem, data: data));
    }
}
