using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What one health check said last.</summary>
/// <param name="Name">The check's name.</param>
/// <param name="Status">Its result; null before the first run.</param>
/// <param name="Description">What it said.</param>
/// <param name="ExceptionText">Why it failed.</param>
public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText);
