using MctsAspire.McpServer.Gateway;

namespace MctsAspire.McpServer.Tools;

/// <summary>Says whether the app is there and works.</summary>
internal sealed class HealthCheckTool(GatewayClient gateway) : GatewayTool<HealthCheckArguments, HealthCheckResult>(
    "health_check",
    "Check the app",
    "Says whether the running app can be reached, and which of its services are ready.")
{
    protected override async Task<HealthCheckResult> RunAsync(HealthCheckArguments arguments, CancellationToken cancellationToken)
    {
        var (_, health) = await gateway.GetStatusAsync("health", cancellationToken);
        var (isReady, ready) = await gateway.GetStatusAsync("ready", cancellationToken);
        return new(true, isReady ? "ready" : "not_ready", gateway.Url, health, ready);
    }
}
