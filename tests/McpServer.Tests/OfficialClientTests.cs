using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.McpServer.Tests.Fixtures;
using MctsAspire.Testing;

namespace MctsAspire.McpServer.Tests;

public class OfficialClientTests
{
    [RequiresFact("node", "npm:mcp")]
    public async Task TheOfficialClientListsAndCallsEveryTool()
    {
        await using var gateway = await FakeGateway.StartAsync(context => context.Request.Path.Value switch
        {
            "/search" => FakeGateway.WriteAsync(context, Answers.Search),
            "/agents/hrm" => FakeGateway.WriteAsync(context, Answers.Agent),
            _ => FakeGateway.WriteAsync(context, """{"status":"healthy"}"""),
        });

        var said = await RunClientAsync(
            gateway.Url,
            ("run_mcts", new { query = "How is a camp defended?", iterations = 100, seed = 7 }),
            ("query_agent", new { agent_type = "hrm", query = "Why?" }),
            ("health_check", new { }),
            ("run_mcts", new { query = "x", iterations = 10_001 }));

        said["server"]!["name"]!.GetValue<string>().ShouldBe("mcts-aspire");
        said["tools"]!.AsArray().Select(tool => tool!["name"]!.GetValue<string>())
            .ShouldBe(["run_mcts", "query_agent", "health_check"], ignoreOrder: true);
        var results = said["results"]!.AsArray();
        results[0]!["structuredContent"]!["best_action"]!.GetValue<string>().ShouldBe("Strategy: direct");
        results[0]!["structuredContent"]!["artifact_id"]!.GetValue<string>().ShouldBe("a1");
        results[1]!["structuredContent"]!["agent"]!.GetValue<string>().ShouldBe("hrm");
        results[2]!["structuredContent"]!["status"]!.GetValue<string>().ShouldBe("ready");
        results[3]!["isError"]!.GetValue<bool>().ShouldBeTrue();
        results[3]!["content"]![0]!["text"]!.GetValue<string>().ShouldContain("iterations");
    }

    private static async Task<JsonNode> RunClientAsync(string gatewayUrl, params (string Name, object Arguments)[] calls)
    {
        var order = JsonSerializer.Serialize(new
        {
            command = "dotnet",
            args = new[] { StdioServer.Program },
            env = new Dictionary<string, string?>
            {
                ["PATH"] = Environment.GetEnvironmentVariable("PATH"),
                ["HOME"] = Environment.GetEnvironmentVariable("HOME"),
                ["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "",
                ["MCTS_GATEWAY_URL"] = gatewayUrl,
                ["MCTS_API_KEY"] = "mcts_test",
            },
            calls = calls.Select(call => new { name = call.Name, arguments = call.Arguments }),
        });
        var start = new ProcessStartInfo("node", [Path.Combine(Repository.NpmFolder("mcp"), "client.mjs"), order])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        node.ExitCode.ShouldBe(0, await errors);
        return JsonNode.Parse(output)!;
    }
}
