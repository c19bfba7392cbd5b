using Grpc.Core;
using Grpc.Health.V1;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Orchestrator.Hosting;

/// <summary>Says whether any replica of MctsService can search; a search finds its way around those that can't.</summary>
internal sealed class SearchReplicasCheck(MctsHealthClient client, IConfiguration configuration) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // The calls go round, so that each replica is asked once.
        var replicas = Math.Max(1, configuration.GetSection("services:mcts:grpc").GetChildren().Count());
        for (var asked = 0; asked < replicas; asked++)
        {
            if (await IsServingAsync(cancellationToken))
                return HealthCheckResult.Healthy();
        }

        return HealthCheckResult.Unhealthy("No replica can search.");
    }

    private async Task<bool> IsServingAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var call = client.CheckAsync(new HealthCheckRequest(), new CallOptions(cancellationToken: cancellationToken));
            return (await call.ResponseAsync).Status == HealthCheckResponse.Types.ServingStatus.Serving;
        }
        catch (Exception failure) when (failure is RpcException or FrameworkException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
