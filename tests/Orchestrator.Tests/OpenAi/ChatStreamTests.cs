using System.Net;
using System.Text.Json;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Testing;

namespace MctsAspire.Orchestrator.Tests.OpenAi;

public sealed class ChatStreamTests : IAsyncLifetime
{
    private static readonly object[] Question = [new { role = "user", content = "What colour is the tank?" }];
    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync()
    {
        _app = await RunningOrchestrator.StartAsync(_world, configure: settings => settings["Orchestrator__HeartbeatSeconds"] = "1");
        await _app.PostAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red." }, expected: HttpStatusCode.Created);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task TheWorkOfAgentsIsSeenAsCommentsAndTheirAnswerAsChunks()
    {
        using var reader = await ChatReader.OpenAsync(_app, new { model = "mcts", messages = Question, stream = true, stream_options = new { include_usage = true } });

        var events = await reader.RestAsync();

        events[^1].ShouldBe("[DONE]");
        var chunks = events.SkipLast(1).Select(data => JsonElement.Parse(data)).ToList();
        chunks.Select(chunk => chunk.Text("object")).Distinct().ShouldBe(["chat.completion.chunk"]);
        chunks.Select(chunk => chunk.Text("id")).Distinct().ShouldHaveSingleItem().ShouldStartWith("chatcmpl-");
        chunks[0].GetProperty("choices")[0].GetProperty("delta").Text("role").ShouldBe("assistant");
        chunks[0].GetProperty("choices")[0].GetProperty("finish_reason").ValueKind.ShouldBe(JsonValueKind.Null);
        ChatReader.TextOf(chunks).ShouldBe("The tank is red.");
        chunks[^2].GetProperty("choices")[0].Text("finish_reason").ShouldBe("stop");
        chunks[^2].GetProperty("metadata").GetProperty("citations")[0].Text("document_id").ShouldBe("tank");
        chunks.SkipLast(1).ShouldAllBe(chunk => chunk.GetProperty("usage").ValueKind == JsonValueKind.Null);
        chunks[^1].GetProperty("choices").GetArrayLength().ShouldBe(0);
        chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBe(0);
        reader.Comments.ShouldContain(comment => comment.StartsWith("search_progress {", StringComparison.Ordinal));
        reader.Comments.ShouldContain(comment => comment.StartsWith("node_started {\"node\":\"retrieve_context\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task APieceOfTheProviderIsPassedOnBeforeTheNextOneIsThere()
    {
        var open = new TaskCompletionSource();
        _world.Before = (kind, text, cancellationToken) => kind == "piece" && text == " I say." ? open.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
        using var reader = await ChatReader.OpenAsync(_app, new { model = "direct", messages = Question, stream = true });

        await reader.NextAsync();
        var first = JsonElement.Parse((await reader.NextAsync())!);
        open.SetResult();
        var rest = await reader.RestAsync();

        first.GetProperty("choices")[0].GetProperty("delta").Text("content").ShouldBe("Red,");
        rest[^1].ShouldBe("[DONE]");
        rest.Count.ShouldBe(3);
        JsonElement.Parse(rest[1]).GetProperty("metadata").Text("model").ShouldBe("gpt-1");
        rest.ShouldAllBe(data => !data.Contains("usage"));
    }

    [Fact]
    public async Task AStreamThatBreaksInTheMiddleEndsWithAnErrorAndNotAsIfComplete()
    {
        _world.Pieces = _ => Broken();
        using var reader = await ChatReader.OpenAsync(_app, new { model = "direct", messages = Question, stream = true });

        var events = await reader.RestAsync();

        events.ShouldNotContain("[DONE]");
        events[^1].ShouldBe("[ERROR]");
        var error = JsonElement.Parse(events[^2]).GetProperty("error");
        error.Text("message").ShouldBe("Unavailable: it broke.");
        error.Text("type").ShouldBe("server_error");
        events.SkipLast(2).ShouldAllBe(data => data.Contains("\"finish_reason\":null", StringComparison.Ordinal));

        static IEnumerable<CompleteChunk> Broken()
        {
            yield return new CompleteChunk { Text = "Red," };
            throw new LlmException("Unavailable: it broke.");
        }
    }

    [Fact]
    public async Task AProviderThatStopsWithoutAReasonHasBrokenOff()
    {
        _world.Pieces = _ => [new CompleteChunk { Text = "Red," }];
        using var reader = await ChatReader.OpenAsync(_app, new { model = "direct", messages = Question, stream = true });

        var events = await reader.RestAsync();

        JsonElement.Parse(events[^2]).GetProperty("error").Text("code").ShouldBe("llm_error");
    }

    [Fact]
    public async Task AFailureBeforeTheFirstPieceHasItsStatus()
    {
        // With the usual time between signs of life: the first of them would be the status.
        var world = new FakeWorld { Before = (_, _, _) => throw new RateLimitException("Wait.", TimeSpan.FromSeconds(7)) };
        await using var app = await RunningOrchestrator.StartAsync(world);

        var answer = await app.PostAsync("/v1/chat/completions", new { model = "direct", messages = Question, stream = true }, expected: HttpStatusCode.TooManyRequests);

        answer.GetProperty("error").Text("code").ShouldBe("rate_limit_exceeded");
    }

    [Fact]
    public async Task ASilentRunGivesSignsOfLife()
    {
        var gate = new Gate(_world, "search");
        using var reader = await ChatReader.OpenAsync(_app, new { model = "mcts", messages = Question, stream = true });
        var rest = reader.RestAsync();

        await Eventually.GetAsync(() => Task.FromResult(reader.Comments.Count(comment => comment == "heartbeat")), beats => beats >= 2);

        gate.Open();
        (await rest)[^1].ShouldBe("[DONE]");
    }

    [Theory]
    [InlineData("mcts", "search")]
    [InlineData("direct", "piece")]
    public async Task AClientThatLeavesCancelsTheWork(string model, string held)
    {
        var gate = new Gate(_world, held);
        using (await ChatReader.OpenAsync(_app, new { model, messages = Question, stream = true }))
            await gate.Reached;

        await gate.Cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
