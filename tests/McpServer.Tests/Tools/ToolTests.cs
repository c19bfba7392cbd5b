using System.Text.Json.Nodes;
using MctsAspire.McpServer.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.McpServer.Tests.Tools;

public class ToolTests
{
    [Fact]
    public async Task RunMctsSendsASearchAndReturnsItsResult()
    {
        await using var gateway = await FakeGateway.StartAsync(Answers.Search);
        await using var server = await ConnectAsync(gateway);

        var result = await server.CallAsync("run_mcts", """{"query":"How is a camp defended?","seed":7}""");

        var asked = gateway.Requests.ShouldHaveSingleItem();
        (asked.Method, asked.Path).ShouldBe(("POST", "/search"));
        SameJson(asked.Body, """
            {"domain":"reasoning","query":"How is a camp defended?","use_rag":false,"iterations":100,"exploration_weight":1.414,"seed":7,"preset":"balanced","explain":false}
            """);
        var content = result["structuredContent"]!;
        content["success"]!.GetValue<bool>().ShouldBeTrue();
        content["best_action"]!.GetValue<string>().ShouldBe("Strategy: direct");
        content["artifact_id"]!.GetValue<string>().ShouldBe("a1");
        content["mcts_stats"]!["action_stats"]!["Strategy: compare"]!["visits"]!.GetValue<int>().ShouldBe(29);
        SameJson(result["content"]![0]!["text"]!.GetValue<string>(), content.ToJsonString());
    }

    [Fact]
    public async Task RunMctsSearchesAGameByItsProblem()
    {
        await using var gateway = await FakeGateway.StartAsync(Answers.Game);
        await using var server = await ConnectAsync(gateway);

        var result = await server.CallAsync("run_mcts", """{"domain":"tic_tac_toe","problem":{"moves":[1]}}""");

        SameJson(gateway.Requests.ShouldHaveSingleItem().Body, """
            {"domain":"tic_tac_toe","problem":{"moves":[1]},"use_rag":false,"iterations":100,"exploration_weight":1.414,"preset":"balanced","explain":false}
            """);
        var content = result["structuredContent"]!;
        content["best_action"]!.GetValue<string>().ShouldBe("center");
        content["certificate"]!["kind"]!.GetValue<string>().ShouldBe("proven");
        content.AsObject().ContainsKey("response").ShouldBeTrue();
        content["response"].ShouldBeNull();
    }

    [Fact]
    public async Task ASearchWithoutAChoiceHasNoBestAction()
    {
        await using var gateway = await FakeGateway.StartAsync(Answers.BestActionIsMissing);
        await using var server = await ConnectAsync(gateway);

        var result = await server.CallAsync("run_mcts", """{"query":"x"}""");

        result["structuredContent"]!.AsObject().ContainsKey("best_action").ShouldBeTrue();
        result["structuredContent"]!["best_action"].ShouldBeNull();
        result["structuredContent"]!["mcts_stats"]!["stop_reason"]!.GetValue<string>().ShouldBe("exhausted");
    }

    [Fact]
    public async Task QueryAgentAsksTheAgentByItsName()
    {
        await using var gateway = await FakeGateway.StartAsync(Answers.Agent);
        await using var server = await ConnectAsync(gateway);

        var result = await server.CallAsync("query_agent", """{"agent_type":"hrm","query":"Why?","max_tokens":100000}""");

        var asked = gateway.Requests.ShouldHaveSingleItem();
        (asked.Method, asked.Path).ShouldBe(("POST", "/agents/hrm"));
        SameJson(asked.Body, """{"query":"Why?","use_rag":true,"temperature":0.7,"max_tokens":100000}""");
        result["structuredContent"]!["response"]!.GetValue<string>().ShouldBe("Post sentries.");
        result["structuredContent"]!["success"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task HealthCheckTellsWhichServicesAreNotReady()
    {
        await using var gateway = await FakeGateway.StartAsync(context => context.Request.Path == "/ready"
            ? FakeGateway.WriteAsync(context, """{"ready":false,"checks":{"mcts":false}}""", StatusCodes.Status503ServiceUnavailable)
            : FakeGateway.WriteAsync(context, """{"status":"healthy"}"""));
        await using var server = await ConnectAsync(gateway);

        var content = (await server.CallAsync("health_check", "{}"))["structuredContent"]!;

        content["status"]!.GetValue<string>().ShouldBe("not_ready");
        content["ready"]!["checks"]!["mcts"]!.GetValue<bool>().ShouldBeFalse();
        content["health"]!["status"]!.GetValue<string>().ShouldBe("healthy");
        content["gateway_url"]!.GetValue<string>().ShouldBe(gateway.Url);
    }

    [Fact]
    public async Task AQueryThatIsTooLongIsRefused()
    {
        await using var gateway = await FakeGateway.StartAsync(Answers.Search);
        await using var server = await ConnectAsync(gateway);

        var refused = await server.CallAsync("run_mcts", $$"""{"query":"{{new string('q', 10_001)}}"}""");
        var taken = await server.CallAsync("run_mcts", $$"""{"query":"{{string.Concat(Enumerable.Repeat("\U0001F642", 10_000))}}"}""");

        ErrorOf(refused).ShouldContain("query");
        taken["isError"]?.GetValue<bool>().ShouldBe(false);
        taken["structuredContent"].ShouldNotBeNull();
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

    private static void SameJson(string actual, string expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(actual), JsonNode.Parse(expected)).ShouldBeTrue($"{actual}\nis not\n{expected}");
}
