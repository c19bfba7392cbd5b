using System.Text.Json.Nodes;

namespace MctsAspire.McpServer.Tools;

/// <summary>What <c>health_check</c> gives.</summary>
/// <param name="Success">True: a gateway that can't be reached is a tool error.</param>
/// <param name="Status"><c>ready</c> when every service behind the gateway works, else <c>not_ready</c>.</param>
/// <param name="GatewayUrl">The gateway that was asked.</param>
/// <param name="Health">What the gateway says about itself.</param>
/// <param name="Ready">What it says about the services behind it.</param>
internal sealed record HealthCheckResult(bool Success, string Status, string GatewayUrl, JsonObject Health, JsonObject Ready);
