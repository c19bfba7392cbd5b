using System.Net.Http.Json;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.ServiceDefaults.Health;

/// <summary>Asks another service whether it is ready, and passes on which backends it uses.</summary>
internal sealed class RemoteReadinessCheck(IHttpClientFactory clients, string resource) : IHealthCheck
{
    public const string ClientName = "readiness";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.GetAsync(new Uri($"http://{resource}/ready"), cancellationToken);
            var report = await response.Content.ReadFromJsonAsync<ReadyReport>(StrictJson.Options, cancellationToken);
            var data = report!.Backends.ToDictionary(backend => backend.Key, backend => (object)backend.Value);
            return report.Ready
                ? HealthCheckResult.Healthy(data: data)
                : HealthCheckResult.Unhealthy("It says that it is not ready.", data: data);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or OperationCanceledException or InvalidOperationException)
        {
            return HealthCheckResult.Unhealthy("It can't be reached.", exception);
        }
    }
}
