using MctsAspire.Gateway.Authentication;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Gateway.Health;

/// <summary>Whether anybody can be let in.</summary>
internal sealed class AuthenticatorCheck(ApiKeyRegistry keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keys.Count > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No API key is configured."));
}
