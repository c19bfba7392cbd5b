using System.Text.Json.Nodes;
using MctsAspire.McpServer.Gateway;
using MctsAspire.McpServer.Tests.Fixtures;
using MctsAspire.Testing;

namespace MctsAspire.McpServer.Tests.Gateway;

public class GatewayFailureTests
{
    [Theory]
    [InlineData("run_mcts", """{"query":"x"}""")]
    [InlineData("query_agent", """{"agent_type":"trm","query":"x"}""")]
    [InlineData("health_check", "{}")]
    public async Task AGatewayThatIsDownIsAToolErrorThatSaysWhatToDo(string tool, string arguments)
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        await using var server = await StdioServer.ConnectAsync(new Dictionary<string, string> { ["MCTS_GATEWAY_URL"] = url });

        var text = ErrorOf(await server.CallAsync(tool, arguments));

        text.ShouldContain(url);
        text.ShouldContain("dotnet run --project AppHost");
        text.ShouldContain("MCTS_GATEWAY_URL");
    }

    [Fact]
    public async Task AnErrorOfTheGatewayIsHandedOn()
    {
        const string error = """{"error":true,"error_code":"BUDGET_EXHAUSTED","message":"The budget is spent.","timestamp":"2026-01-01T00:00:00Z"}""";
        await using var gateway = await FakeGateway.StartAsync(error, 429);
        await using var server = await ConnectAsync(gateway);

        ErrorOf(await server.CallAsync("run_mcts", """{"query":"x"}""")).ShouldBe("BUDGET_EXHAUSTED: The budget is spent.");
    }

    [Fact]
    public async Task ALimitOfAMinuteIsWaitedForAndSaidInTheLog()
    {
        var asked = 0;
        await using var gateway = await FakeGateway.StartAsync(context =>
        {
            if (Interlocked.Increment(ref asked) > 1)
                return FakeGateway.WriteAsync(context, Answers.Search);
            context.Response.Headers.RetryAfter = "2";
            return FakeGateway.WriteAsync(context, """{"error":true,"error_code":"RATE_LIMIT_EXCEEDED","message":"The limit is reached."}""", 429);
        });
        await using var server = await ConnectAsync(gateway);

        var result = await server.CallAsync("run_mcts", """{"query":"x"}""");

        (result["isError"]?.GetValue<bool>() ?? false).ShouldBeFalse();
        gateway.Requests.Select(request => request.Body).Distinct().ShouldHaveSingleItem();
        asked.ShouldBe(2);
        (await server.EndAsync()).Errors.ShouldContain("the app's limits let no more requests through: waiting 2 s");
    }

    [Fact]
    public async Task ALimitOfAnHourIsAToolErrorThatSaysHowLongItTakes()
    {
        await using var gateway = await FakeGateway.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "1800";
            return FakeGateway.WriteAsync(context, """{"error":true,"error_code":"RATE_LIMIT_EXCEEDED","message":"The next request is let in after 1800 s."}""", 429);
        });
        await using var server = await ConnectAsync(gateway);

        ErrorOf(await server.CallAsync("run_mcts", """{"query":"x"}""")).ShouldBe("RATE_LIMIT_EXCEEDED: The next request is let in after 1800 s.");
    }

    [Fact]
    public async Task ARefusedKeyIsExplainedAndNotShown()
    {
        await using var gateway = await FakeGateway.StartAsync("""{"error":true,"error_code":"AUTHENTICATION_ERROR","message":"no"}""", 401);
        await using var server = await ConnectAsync(gateway);

        var text = ErrorOf(await server.CallAsync("run_mcts", """{"query":"x"}"""));

        text.ShouldContain("MCTS_API_KEY");
        text.ShouldNotContain("mcts_test");
    }

    [Theory]
    [InlineData("<html>not a gateway</html>")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public async Task AnAnswerThatIsNotAGatewaysIsExplained(string body)
    {
        await using var gateway = await FakeGateway.StartAsync(body);
        await using var server = await ConnectAsync(gateway);

        ErrorOf(await server.CallAsync("run_mcts", """{"query":"x"}""")).ShouldContain("MCTS_GATEWAY_URL");
    }

    [Fact]
    public async Task ARedirectIsNotFollowedWithTheKey()
    {
        await using var other = await FakeGateway.StartAsync(Answers.Search);
        await using var gateway = await FakeGateway.StartAsync(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = $"{other.Url}/search";
            return Task.CompletedTask;
        });
        await using var server = await ConnectAsync(gateway);

        ErrorOf(await server.CallAsync("run_mcts", """{"query":"x"}""")).ShouldContain("307");
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task TheKeyOfTheEnvironmentIsSent()
    {
        await using var gateway = await FakeGateway.StartAsync(Answers.Search);
        await using var server = await ConnectAsync(gateway);

        await server.CallAsync("run_mcts", """{"query":"x"}""");

        gateway.Requests.ShouldHaveSingleItem().Key.ShouldBe("mcts_test");
    }

    [Fact]
    public async Task WithoutAKeyTheDevelopmentKeyIsReadWhenItIsNeeded()
    {
        var folder = Directory.CreateTempSubdirectory("mcp-key");
        try
        {
            await using var gateway = await FakeGateway.StartAsync(Answers.Search);
            await using var server = await StdioServer.ConnectAsync(new Dictionary<string, string>
            {
                ["MCTS_GATEWAY_URL"] = gateway.Url,
                ["MCTS_DATA_DIR"] = folder.FullName,
            });

            await server.CallAsync("run_mcts", """{"query":"x"}""");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, DevelopmentKey.FileName), "mcts_development\n");
            await server.CallAsync("run_mcts", """{"query":"x"}""");

            gateway.Requests.Select(request => request.Key).ShouldBe([null, "mcts_development"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("MCTS_GATEWAY_URL", "myhost:8000")]
    [InlineData("MCTS_GATEWAY_URL", "ftp://myhost")]
    [InlineData("MCTS_GATEWAY_URL", "nonsense")]
    [InlineData("MCTS_GATEWAY_URL", "http://me:secret@myhost:8000")]
    [InlineData("MCTS_API_KEY", "two\nlines")]
    public async Task ABadVariableStopsTheServerWithOneLineThatNamesIt(string variable, string value)
    {
        await using var server = StdioServer.Start(new Dictionary<string, string> { [variable] = value });

        var (code, errors) = await server.EndAsync();

        code.ShouldBe(78);
        errors.Trim().ShouldStartWith(variable);
        errors.Trim().ShouldNotContain('\n');
        errors.ShouldNotContain(value);
        server.Lines.ShouldBeEmpty();
    }

    private static Task<StdioServer> ConnectAsync(FakeGateway gateway) => StdioServer.ConnectAsync(new Dictionary<string, string>
    {
        ["MCTS_GATEWAY_URL"] = gateway.Url,
        ["MCTS_API_KEY"] = "mcts_test",
    });

    private static string ErrorOf(JsonNode result)
    {
        result["isError"]!.GetValue<bool>().ShouldBeTrue();
        return result["content"]![0]!["text"]!.GetValue<string>();
    }
}
