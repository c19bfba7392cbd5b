using System.ComponentModel.DataAnnotations;

namespace MctsAspire.ServiceDefaults.Health;

/// <summary>That a service lives: the body of <c>GET /health</c>.</summary>
public sealed record HealthReportBody
{
    /// <summary><c>healthy</c> or <c>unhealthy</c>.</summary>
    [AllowedValues("healthy", "unhealthy")]
    public required string Status { get; init; }

    /// <summary>When, in UTC, ISO 8601 with microseconds.</summary>
    public required string Timestamp { get; init; }

    /// <summary>The version of the code.</summary>
    public required string Version { get; init; }

    /// <summary>Seconds since the service started.</summary>
    public required double UptimeSeconds { get; init; }
}
