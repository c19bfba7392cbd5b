using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Gateway.Health;

/// <summary>Whether the request contracts can be read and are enforced. Tried once at the start, which also spares the first caller the work of preparing them.</summary>
internal sealed class ContractsCheck : IHealthCheck, IHostedService
{
    private bool _enforced;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _enforced = Enforces<QueryRequest>() && Enforces<AgentRequest>() && Enforces<SearchRequest>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_enforced ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("A request contract is not enforced."));

    /// <summary>A good body is read and a bad one refused.</summary>
    private static bool Enforces<T>()
    {
        StrictJson.Parse<T>("""{"query":"Is it read?"}"""u8);
        try
        {
            StrictJson.Parse<T>("""{"query":""}"""u8);
            return false;
        }
        catch (ValidationException)
        {
            return true;
        }
    }
}
