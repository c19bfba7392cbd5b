using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known of a resource at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>The kind of resource, as <c>Project</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Further facts.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>Its state.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>The exit code of its last end; null while it has not ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When its process started last, in UTC.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When its process ended last, in UTC.</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>What its health checks said last.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports { get; internal init; } = [];

    /// <summary>Its health: the worst of its checks; healthy when it runs and has none; null when it does not run.</summary>
    public HealthStatus? HealthStatus => State?.Text != KnownResourceStates.Running
        ? null
        : HealthReports.Aggregate(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy, (worst, report) => Min(worst, report.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy));

    private static HealthStatus Min(HealthStatus a, HealthStatus b) => a < b ? a : b;
}
