using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.HealthChecks.Internal;

/// <summary>Takes the results that ASP.NET Core publishes from time to time.</summary>
internal sealed class HealthPublisher(ServingStates states, IOptions<GrpcHealthChecksOptions> options) : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var mapping in options.Value.Services)
        {
            var counted = report.Entries.Where(entry => Counts(mapping, entry.Key, entry.Value.Tags)).Select(entry => entry.Value.Status);
            states.Set(mapping.Name, ToServing(counted));
        }

        return Task.CompletedTask;
    }

    public static bool Counts(ServiceMapping mapping, string check, IEnumerable<string> tags) =>
        mapping.HealthCheckPredicate?.Invoke(new HealthCheckMapContext(check, tags)) ?? true;

    /// <summary>A degraded service still serves.</summary>
    public static HealthCheckResponse.Types.ServingStatus ToServing(IEnumerable<HealthStatus> results) =>
        results.Any(result => result == HealthStatus.Unhealthy) ? HealthCheckResponse.Types.ServingStatus.NotServing : HealthCheckResponse.Types.ServingStatus.Serving;
}
