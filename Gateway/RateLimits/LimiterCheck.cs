using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>Shows what the limits are counted with. It never fails: without Redis they go on in memory.</summary>
internal sealed class LimiterCheck(IRequestLimiter limiter) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(data: new Dictionary<string, object> { ["rate_limits"] = limiter.InUse }));
}
