using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>Whether changes of keys are seen. If not, the keys that were known go on working, so the Gateway stays ready and says what it lacks.</summary>
internal sealed class KeyStoreCheck(ApiKeyRegistry keys) : IHealthCheck
{
    public const string Name = "keys";

    private const string ReportedName = "key_store";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problem = keys.Problem;
        var data = new Dictionary<string, object> { [ReportedName] = problem is null };
        return Task.FromResult(problem is null ? HealthCheckResult.Healthy(data: data) : HealthCheckResult.Degraded(problem, data: data));
    }
}
