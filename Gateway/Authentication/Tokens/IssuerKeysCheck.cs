using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Gateway.Authentication.Tokens;

/// <summary>Whether the issuer's keys can be fetched or read. If not, those that were known go on serving, so the Gateway stays ready and says what it lacks.</summary>
internal sealed class IssuerKeysCheck(IssuerKeys keys) : IHealthCheck
{
    public const string Name = "tokens";

    private const string ReportedName = "token_keys";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problem = keys.Problem;
        var data = new Dictionary<string, object> { [ReportedName] = problem is null };
        return Task.FromResult(problem is null ? HealthCheckResult.Healthy(data: data) : HealthCheckResult.Degraded(problem, data: data));
    }
}
