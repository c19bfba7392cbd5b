using MctsAspire.Gateway.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Gateway.Health;

/// <summary>Whether measurements are gathered for <c>/metrics</c>.</summary>
internal sealed class MetricsCheck(PrometheusCollector collector) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(collector.IsListening ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Nothing listens."));
}
