using System.Text.Json.Nodes;
using MctsAspire.McpServer.Tests.Fixtures;
using MctsAspire.Testing;

namespace MctsAspire.McpServer.Tests;

/// <summary>What becomes of running tools when the client closes standard input.</summary>
public class ClientLeaveTests
{
    private const string Search = """{"name":"run_mcts","arguments":{"query":"x"}}""";

    [Fact]
    public async Task AWaitAtALimitEndsWithTheInput()
    {
        await using var gateway = await FakeGateway.StartAsync(context =>
        {
            // A minute is what the test's own patience is: a server that waits on fails it.
            context.Response.Headers.RetryAfter = "65";
            return FakeGateway.WriteAsync(context, """{"error":true,"error_code":"RATE_LIMIT_EXCEEDED","message":"The limit is reached."}""", 429);
        });
        await using var server = await ConnectAsync(gateway);
        await server.RequestAsync("tools/call", Search);
        await Eventually.HoldsAsync(() => server.HasSaid("waiting 65 s"));

        var (code, _) = await server.EndAsync();

        code.ShouldBe(0);
        gateway.Requests.ShouldHaveSingleItem();
        server.Lines.ShouldAllBe(line => JsonNode.Parse(line)!["jsonrpc"]!.GetValue<string>() == "2.0");
    }

    [Fact]
    public async Task ARequestThatTheAppWorksOnIsGivenUpWhenTheInputEnds()
    {
        await using var gateway = await FakeGateway.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var server = await ConnectAsync(gateway);
        await server.RequestAsync("tools/call", Search);
        await gateway.Arrived.Task.WaitAsync(TimeSpan.FromMinutes(1));

        (await server.EndAsync()).ExitCode.ShouldBe(0);

        await gateway.Aborted.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static Task<StdioServer> ConnectAsync(FakeGateway gateway) =>
        StdioServer.ConnectAsync(new Dictionary<string, string> { ["MCTS_GATEWAY_URL"] = gateway.Url, ["MCTS_API_KEY"] = "mcts_test" });
}
