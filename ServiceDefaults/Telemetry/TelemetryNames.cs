namespace MctsAspire.ServiceDefaults.Telemetry;

/// <summary>What is collected. A service names its own source and meter <c>MctsAspire.&lt;Project&gt;</c>.</summary>
internal static class TelemetryNames
{
    public static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Grpc.Net.Client", "OpenTelemetry.Instrumentation.StackExchangeRedis", "MctsAspire.*"];

    public static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Net.Http",
        "System.Runtime",
        "MctsAspire.*",
    ];

    /// <summary>Requests that would fill every trace view with nothing.</summary>
    public static bool IsProbe(string? path) =>
        path is "/health" or "/ready" or "/metrics" || path?.StartsWith("/grpc.health.v1.Health/", StringComparison.Ordinal) == true;
}
