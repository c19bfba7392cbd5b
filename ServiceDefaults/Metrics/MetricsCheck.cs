using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>Whether measurements are gathered for <c>/metrics</c>.</summary>
internal sealed class MetricsCheck(MetricsCollector collector) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(collector.IsListening ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Nothing listens."));
}
