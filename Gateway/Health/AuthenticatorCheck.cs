using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Authentication.Tokens;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Gateway.Health;

/// <summary>Whether anybody can be let in.</summary>
internal sealed class AuthenticatorCheck(ApiKeyRegistry keys, IEnumerable<TokenSettings> issuers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keys.Count > 0 || issuers.Any() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("There is no API key that works, and no issuer of tokens."));
}
