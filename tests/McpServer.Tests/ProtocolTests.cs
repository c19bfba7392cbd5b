using System.Text.Json.Nodes;
using MctsAspire.McpServer.Tests.Fixtures;

namespace MctsAspire.McpServer.Tests;

public class ProtocolTests
{
    private const string DownUrl = "http://127.0.0.1:9";

    private static readonly Dictionary<string, string> Environment = new() { ["MCTS_GATEWAY_URL"] = DownUrl };

    [Fact]
    public async Task NothingButProtocolComesOnStandardOutput()
    {
        await using var server = await StdioServer.ConnectAsync(Environment);
        await server.AskAsync("tools/list", "{}");
        await server.CallAsync("health_check", "{}");
        await server.CallAsync("run_mcts", """{"query":"x","iterations":-1}""");
        await server.AskAsync("no/such/method", "{}");

        var (code, errors) = await server.EndAsync();

        code.ShouldBe(0);
        errors.ShouldNotBeEmpty("the unknown method is logged, on standard error");
        server.Lines.Count.ShouldBe(5);
        server.Lines.ShouldAllBe(line => JsonNode.Parse(line)!["jsonrpc"]!.GetValue<string>() == "2.0");
    }

    [Theory]
    [InlineData("this is not JSON")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("""{"jsonrpc":"2.0"}""")]
    [InlineData("""{"jsonrpc":"1.0","id":99,"method":"ping"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":98,"method":"tools/call","params":[1,2]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":97,"method":"tools/call","params":{"name":7}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":96,"result":{}}""")]
    public async Task AMalformedLineDoesNotStopTheServer(string line)
    {
        await using var server = await StdioServer.ConnectAsync(Environment);

        await server.SendAsync(line);
        var answer = await server.AskAsync("tools/list", "{}");

        answer["result"]!["tools"]!.AsArray().Count.ShouldBe(3);
        server.Lines.ShouldAllBe(text => JsonNode.Parse(text)!["jsonrpc"]!.GetValue<string>() == "2.0");
    }

    [Fact]
    public async Task AnUnknownToolIsAnError()
    {
        await using var server = await StdioServer.ConnectAsync(Environment);

        var answer = await server.AskAsync("tools/call", """{"name":"launch","arguments":{}}""");

        answer["error"]!["message"]!.GetValue<string>().ShouldContain("launch");
    }

    [Fact]
    public async Task ACancelledCallIsCancelledAtTheGateway()
    {
        await using var gateway = await FakeGateway.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var server = await StdioServer.ConnectAsync(new Dictionary<string, string> { ["MCTS_GATEWAY_URL"] = gateway.Url });

        var id = await server.RequestAsync("tools/call", """{"name":"run_mcts","arguments":{"query":"x"}}""");
        await gateway.Arrived.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await server.SendAsync($$$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{{{id}}}}}""");

        await gateway.Aborted.Task.WaitAsync(TimeSpan.FromMinutes(1));
        (await server.AskAsync("ping", "{}"))["result"].ShouldNotBeNull();
    }

    [Fact]
    public async Task ToolsAreServedWhileOneIsBusy()
    {
        await using var gateway = await FakeGateway.StartAsync(context => context.Request.Path == "/search"
            ? Task.Delay(Timeout.Infinite, context.RequestAborted)
            : FakeGateway.WriteAsync(context, """{"status":"healthy"}"""));
        await using var server = await StdioServer.ConnectAsync(new Dictionary<string, string> { ["MCTS_GATEWAY_URL"] = gateway.Url });

        await server.RequestAsync("tools/call", """{"name":"run_mcts","arguments":{"query":"x"}}""");
        await gateway.Arrived.Task.WaitAsync(TimeSpan.FromMinutes(1));

        (await server.CallAsync("health_check", "{}"))["structuredContent"]!["status"]!.GetValue<string>().ShouldBe("ready");
    }
}
