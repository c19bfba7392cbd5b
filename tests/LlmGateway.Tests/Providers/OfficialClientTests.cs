using System.Diagnostics;
using System.Text.Json.Nodes;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Testing;

namespace MctsAspire.LlmGateway.Tests.Providers;

/// <summary>The official clients read what the fake servers write, so the fakes speak as the real servers do.</summary>
public sealed class OfficialClientTests
{
    [RequiresFact("node", "npm:llm")]
    public async Task OpenAisClientUnderstandsTheFakes()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.ByModel(
            ("says", FakeOpenAi.Says("hi")),
            ("refuses", FakeOpenAi.Refuses),
            ("tool", FakeOpenAi.CallsTool),
            ("streams", FakeOpenAi.Streams(["Hel", "lo"])),
            ("embeds", FakeOpenAi.Embeds),
            ("key", FakeOpenAi.Fails(401)),
            ("busy", FakeOpenAi.Fails(429, retryAfter: "17")),
            ("broken", FakeOpenAi.Fails(500)),
            ("half", Faults.Halves),
            ("cut", FakeOpenAi.Streams(["Hel"], ends: false))));
        (await RunAsync("openai.mjs", server.Address)).ToJsonString().ShouldBe(JsonNode.Parse("""
            {
              "says": ["hi", "stop", "fake-1", 11, 7],
              "refuses": "I can't help with that.",
              "tool": ["tool_calls", "run_mcts"],
              "streams": ["Hello", "stop", 5, 2],
              "embeds": [0, 1],
              "key": ["AuthenticationError", 401],
              "busy": ["RateLimitError", 429, "17"],
              "broken": ["InternalServerError", 500],
              "half": "failed",
              "cut": "failed"
            }
            """)!.ToJsonString());
    }

    [RequiresFact("node", "npm:llm")]
    public async Task AnthropicsClientUnderstandsTheFakes()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.ByModel(
            ("says", FakeAnthropic.Says("hi")),
            ("refuses", FakeAnthropic.Says("", "refusal")),
            ("tool", FakeAnthropic.CallsTool),
            ("streams", FakeAnthropic.Streams(["Hel", "lo"])),
            ("key", FakeAnthropic.Fails(401, "authentication_error")),
            ("busy", FakeAnthropic.Fails(429, "rate_limit_error")),
            ("overloaded", FakeAnthropic.Fails(529, "overloaded_error")),
            ("error", FakeAnthropic.StreamsError("overloaded_error")),
            ("cut", FakeAnthropic.Streams(["Hel"], ends: false))));
        (await RunAsync("anthropic.mjs", server.Root)).ToJsonString().ShouldBe(JsonNode.Parse("""
            {
              "says": ["hi", "end_turn", "fake-claude-1", 11, 7],
              "refuses": "refusal",
              "tool": ["tool_use", "run_mcts"],
              "streams": ["Hello", "end_turn", 11, 2],
              "key": ["AuthenticationError", 401, "authentication_error"],
              "busy": ["RateLimitError", 429, "rate_limit_error"],
              "overloaded": ["OverloadedError", 529, "overloaded_error"],
              "error": "failed",
              "cut": "failed"
            }
            """)!.ToJsonString());
    }

    private static async Task<JsonNode> RunAsync(string script, Uri address)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Repository.NpmFolder("llm"), script), address.ToString().TrimEnd('/')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return JsonNode.Parse(output)!;
    }
}
