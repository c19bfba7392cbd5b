using System.Diagnostics;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Tests.Telemetry;

/// <summary>What spans and measurements tell of attempts at a provider.</summary>
public sealed class LanguageTelemetryTests
{
    [Fact]
    public async Task AnAttemptIsASpanAfterTheConventions()
    {
        var span = await SpanAsync(FakeOpenAi.Says("hi"), chat => chat.GetResponseAsync(TestProviders.Hello, new ChatOptions { Temperature = 0.5f, MaxOutputTokens = 9 }));
        (span.DisplayName, span.Kind).ShouldBe(("chat model-1", ActivityKind.Client));
        span.GetTagItem("gen_ai.operation.name").ShouldBe("chat");
        span.GetTagItem("gen_ai.provider.name").ShouldBe("openai");
        span.GetTagItem("gen_ai.request.model").ShouldBe("model-1");
        span.GetTagItem("gen_ai.request.temperature").ShouldBe(0.5f);
        span.GetTagItem("gen_ai.request.max_tokens").ShouldBe(9);
        span.GetTagItem("gen_ai.response.model").ShouldBe("fake-1");
        span.GetTagItem("gen_ai.response.id").ShouldBe("chatcmpl-1");
        span.GetTagItem("gen_ai.response.finish_reasons").ShouldBe(new[] { "stop" });
        span.GetTagItem("gen_ai.usage.input_tokens").ShouldBe(11L);
        span.GetTagItem("gen_ai.usage.output_tokens").ShouldBe(7L);
        span.GetTagItem("server.address").ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task AStreamIsASpanAsWell()
    {
        var span = await SpanAsync(FakeOpenAi.Streams(["a", "b"]), async chat => await chat.GetStreamingResponseAsync(TestProviders.Hello).ToListAsync());
        span.GetTagItem("gen_ai.request.stream").ShouldBe(true);
        span.GetTagItem("gen_ai.usage.output_tokens").ShouldBe(2L);
        span.GetTagItem("gen_ai.response.finish_reasons").ShouldBe(new[] { "stop" });
    }

    [Fact]
    public async Task AFailureIsTheSpansErrorWithoutWords()
    {
        var span = await SpanAsync(FakeOpenAi.Fails(429), chat => Should.ThrowAsync<LlmException>(() => chat.GetResponseAsync(TestProviders.Hello)));
        (span.Status, span.StatusDescription, span.GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, "rate_limit", "rate_limit"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatModelsReadAndWriteIsRecordedOnlyWhenASettingSaysSo(bool recordContent)
    {
        foreach (var (reply, call) in new (Func<Microsoft.AspNetCore.Http.HttpContext, Task>, Func<IChatClient, Task>)[]
        {
            (FakeOpenAi.Says("SECRETANSWER"), chat => chat.GetResponseAsync(TestProviders.Hello)),
            (FakeOpenAi.Streams(["SECRET", "ANSWER"]), async chat => await chat.GetStreamingResponseAsync(TestProviders.Hello).ToListAsync()),
        })
        {
            var span = await SpanAsync(reply, call, recordContent);
            var tags = string.Join('\n', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
            tags.Contains("SECRETANSWER", StringComparison.Ordinal).ShouldBe(recordContent);
            tags.Contains("hello", StringComparison.Ordinal).ShouldBe(recordContent);
        }
    }

    [Fact]
    public async Task AttemptsTokensRetriesAndTheFirstPieceAreMeasured()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(500, retryAfter: "0"), FakeOpenAi.Streams(["a"]));
        using var telemetry = TestProviders.Telemetry();
        using var durations = new Measurements<double>(telemetry.Meter, "gen_ai.client.operation.duration");
        using var first = new Measurements<double>(telemetry.Meter, "gen_ai.client.operation.time_to_first_chunk");
        using var tokens = new Measurements<long>(telemetry.Meter, "gen_ai.client.token.usage");
        using var retries = new Measurements<long>(telemetry.Meter, "mcts.llm.retries");
        var provider = TestProviders.Create(TestProviders.Settings(ProviderSettings.OpenAi, server.Address, retries: 1), telemetry: telemetry);
        await provider.Chat.GetStreamingResponseAsync(TestProviders.Hello).ToListAsync();

        durations.All.Select(measurement => measurement.Tags.GetValueOrDefault("error.type")).ShouldBe(["unavailable", null]);
        first.All.Count.ShouldBe(1);
        tokens.All.Select(measurement => (measurement.Tags["gen_ai.token.type"], measurement.Value)).ShouldBe([("input", 5L), ("output", 2L)]);
        retries.All.Single().Tags["error.type"].ShouldBe("unavailable");
    }

    [Fact]
    public async Task AStreamThatItsReaderLeavesIsMeasuredAsFarAsItCame()
    {
        using var telemetry = TestProviders.Telemetry();
        using var durations = new Measurements<double>(telemetry.Meter, "gen_ai.client.operation.duration");
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Streams(["SECRET", "ANSWER"]));
        await LeaveAsync(TestProviders.Create(TestProviders.Settings(ProviderSettings.OpenAi, server.Address), telemetry: telemetry).Chat);

        durations.All.Single().Tags["error.type"].ShouldBe("cancelled");
    }

    [Fact]
    public async Task TheSpanOfAStreamThatItsReaderLeavesHoldsWhatItSawOfIt()
    {
        var span = await SpanAsync(FakeOpenAi.Streams(["SECRET", "ANSWER"]), LeaveAsync, recordContent: true);
        (span.Status, span.GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, "cancelled"));
        span.GetTagItem("gen_ai.output.messages").ShouldBeOfType<string>().ShouldContain("SECRET");
        span.GetTagItem("gen_ai.response.finish_reasons").ShouldBeNull();
    }

    [Fact]
    public async Task CallersCanNotMakeSeriesWithoutEndByNamingModels()
    {
        await using var server = await FakeOpenAi.StartAsync([FakeOpenAi.Fails(404), .. Enumerable.Repeat<Func<Microsoft.AspNetCore.Http.HttpContext, Task>>(Echo, 60), FakeOpenAi.Fails(404)]);
        using var telemetry = TestProviders.Telemetry();
        using var durations = new Measurements<double>(telemetry.Meter, "gen_ai.client.operation.duration");
        var chat = TestProviders.Create(TestProviders.Settings(ProviderSettings.OpenAi, server.Address), telemetry: telemetry).Chat;
        await Should.ThrowAsync<LlmException>(() => chat.GetResponseAsync(TestProviders.Hello, new ChatOptions { ModelId = "no-such-model" }));
        for (var i = 0; i < 60; i++)
            await chat.GetResponseAsync(TestProviders.Hello, new ChatOptions { ModelId = $"made-up-{i}" });
        await Should.ThrowAsync<LlmException>(() => chat.GetResponseAsync(TestProviders.Hello, new ChatOptions { ModelId = "made-up-0" }));

        durations.All[0].Tags["gen_ai.request.model"].ShouldBe("_OTHER");
        durations.All[^1].Tags["gen_ai.request.model"].ShouldBe("made-up-0");
        durations.All.SelectMany(measurement => new[] { measurement.Tags["gen_ai.request.model"], measurement.Tags.GetValueOrDefault("gen_ai.response.model") })
            .Distinct().Count().ShouldBeLessThanOrEqualTo(ModelNames.Most + 2);
    }

    [Fact]
    public async Task TheStateOfABreakerIsShown()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(500));
        using var telemetry = TestProviders.Telemetry();
        using var states = new Measurements<int>(telemetry.Meter, "mcts.llm.breaker.state");
        var chat = TestProviders.Create(TestProviders.Settings(ProviderSettings.OpenAi, server.Address), telemetry: telemetry).Chat;
        states.Observe();
        for (var i = 0; i < 5; i++)
            await Should.ThrowAsync<LlmException>(() => chat.GetResponseAsync(TestProviders.Hello));
        states.Observe();
        states.All.Select(measurement => measurement.Value).ShouldBe([0, 2]);
    }

    [Fact]
    public async Task ACallOfTheServiceIsMeasuredByWhoAnswered()
    {
        using var telemetry = TestProviders.Telemetry();
        using var durations = new Measurements<double>(telemetry.Meter, "mcts.llm.operation.duration");
        await telemetry.MeasureAsync("answer", () => Task.FromResult(new Origin { Provider = "embedded", Model = "m" }), origin => origin);
        await Should.ThrowAsync<LlmException>(() => telemetry.MeasureAsync<Origin>("answer", () => throw new LlmException("x", kind: LlmErrorKind.Timeout), origin => origin));
        durations.All.Select(measurement => (measurement.Tags.GetValueOrDefault("gen_ai.provider.name"), measurement.Tags.GetValueOrDefault("error.type")))
            .ShouldBe([("embedded", null), (null, "timeout")]);
    }

    // A server that answers whatever model is named, in its name.
    private static Task Echo(Microsoft.AspNetCore.Http.HttpContext context)
    {
        var model = System.Text.Json.Nodes.JsonNode.Parse(((FakeRequest)context.Items["request"]!).Body)!["model"]!.GetValue<string>();
        return Faults.Sends(
            "application/json",
            $$"""{"id":"c","object":"chat.completion","created":1,"model":"{{model}}","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}]}""")(context);
    }

    private static async Task LeaveAsync(IChatClient chat)
    {
        await foreach (var update in chat.GetStreamingResponseAsync(TestProviders.Hello))
        {
            if (update.Text.Length > 0)
                return;
        }
    }

    private static async Task<Activity> SpanAsync(Func<Microsoft.AspNetCore.Http.HttpContext, Task> reply, Func<IChatClient, Task> call, bool recordContent = false)
    {
        await using var server = await FakeOpenAi.StartAsync(reply);
        using var telemetry = TestProviders.Telemetry(recordContent: recordContent);
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == LanguageTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var provider = TestProviders.Create(TestProviders.Settings(ProviderSettings.OpenAi, server.Address), telemetry: telemetry);
        await call(provider.Chat);

        // Other tests' spans come here as well: the port is this test's own.
        lock (spans)
            return spans.Single(span => span.GetTagItem("server.port") is int port && port == server.Address.Port);
    }
}
