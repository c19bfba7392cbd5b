using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Healthy when every replica answers a GET request with the expected status code.</summary>
internal sealed class HttpHealthCheck(EndpointReference endpoint, string path, int expectedStatusCode) : IHealthCheck
{
    // One client for all checks: they go to loopback addresses of this application only.
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 64 * 1024,
    };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var replica in endpoint.EndpointAnnotation.AllocatedByReplica)
        {
            var address = new Uri(new Uri(replica.UriString), path);
            try
            {
                using var response = await Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                var status = (int)response.StatusCode;
                if (status != expectedStatusCode)
                    return HealthCheckResult.Unhealthy(string.Create(CultureInfo.InvariantCulture, $"GET {address} answers {status}, not {expectedStatusCode}"));
            }
            catch (HttpRequestException)
            {
                return HealthCheckResult.Unhealthy($"GET {address} gets no answer");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return HealthCheckResult.Unhealthy($"GET {address} gets no answer in {Client.Timeout.TotalSeconds:0} s");
            }
        }

        return HealthCheckResult.Healthy();
    }
}
