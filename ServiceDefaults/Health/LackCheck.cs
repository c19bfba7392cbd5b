using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.ServiceDefaults.Health;

/// <summary>Looks for something that a service can do without: it is degraded while that is lacking, and ready all the same.</summary>
/// <param name="lack">Says what is lacking and what that means, for everybody to read; <see langword="null"/>: nothing.</param>
internal sealed class LackCheck(Func<string?> lack) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lack() is { } what ? HealthCheckResult.Degraded(what) : HealthCheckResult.Healthy());
}
