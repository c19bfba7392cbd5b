using MctsAspire.ServiceDefaults.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Gateway.Health;

/// <summary>Whether the language service can be reached, as the Orchestrator, which calls it, sees it.</summary>
internal sealed class LanguageCheck(ReadyReportClient reports) : IHealthCheck
{
    private const string LanguageServiceCheck = "llm_gateway";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var report = await reports.GetAsync(GatewayExtensions.Orchestrator, cancellationToken);
        return report?.Checks.GetValueOrDefault(LanguageServiceCheck) == true
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The Orchestrator does not reach it.");
    }
}
