namespace MctsAspire.McpServer.Tools;

/// <summary>What <c>health_check</c> takes: nothing.</summary>
internal sealed record HealthCheckArguments;
