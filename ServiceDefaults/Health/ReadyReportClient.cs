using System.Net.Http.Json;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.ServiceDefaults.Health;

/// <summary>Asks other services whether they are ready.</summary>
/// <param name="clients">Makes the HTTP clients, which find services by their names.</param>
public sealed class ReadyReportClient(IHttpClientFactory clients)
{
    /// <summary>The name of the HTTP client that asks.</summary>
    public const string ClientName = "readiness";


    private const int LargestReport = 256 * 1024;

    /// <summary>The report of a service; <see langword="null"/>: it can't be reached or does not say.</summary>
    /// <param name="resource">The service's name, as <c>orchestrator</c>.</param>
    /// <param name="cancellationToken">Stops asking; then there is no report either.</param>
    public async Task<ReadyReport?> GetAsync(string resource, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.GetAsync(new Uri($"http://{resource}/ready"), cancellationToken);
            return await response.Content.ReadFromJsonAsync<ReadyReport>(StrictJson.Options, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or OperationCanceledException or InvalidOperationException)
        {
            return null;
        }
    }

    internal static void Configure(HttpClient client)
    {
        client.Timeout = ReadinessProbe.CheckTimeout;
        client.MaxResponseContentBufferSize = LargestReport;
    }
}
