using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Tests.Providers;

public sealed class AnthropicProviderTests
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""");

    [Fact]
    public async Task ACompletionBringsTextUsageAndModel()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeAnthropic.Says("hi"));
        var response = await Chat(server).GetResponseAsync(TestProviders.Hello, new ChatOptions { MaxOutputTokens = 100, Temperature = 0.5f, StopSequences = ["END"] });
        (response.Text, response.FinishReason, response.ModelId, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount).ShouldBe(("hi", ChatFinishReason.Stop, "fake-claude-1", 11, 7));
        response.Origin().ShouldBe(new CallOrigin("anthropic"));

        var request = server.Requests.Single();
        request.Path.ShouldBe("/v1/messages");
        request.Authorization.ShouldContain(TestProviders.Key);
        var body = JsonNode.Parse(request.Body)!;
        body["model"]!.GetValue<string>().ShouldBe("model-1");
        body["max_tokens"]!.GetValue<int>().ShouldBe(100);
        body["system"]!.ToJsonString().ShouldContain("rules");
        body["messages"]!.AsArray().Count.ShouldBe(1);
        body["stop_sequences"]!.AsArray().Single()!.GetValue<string>().ShouldBe("END");
    }

    [Fact]
    public async Task AFormIsAskedForByItsSchema()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeAnthropic.Says("{\"a\":\"b\"}"));
        await Chat(server).GetResponseAsync(TestProviders.Hello, new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "form") });
        var format = JsonNode.Parse(server.Requests.Single().Body)!["output_config"]!["format"]!;
        format["type"]!.GetValue<string>().ShouldBe("json_schema");
        format["schema"]!["required"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task JsonWithoutASchemaIsAskedForInWords()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeAnthropic.Says("{}"));
        await Chat(server).GetResponseAsync(TestProviders.Hello, new ChatOptions { ResponseFormat = ChatResponseFormat.Json });
        JsonNode.Parse(server.Requests.Single().Body)!["system"]!.ToJsonString().ShouldContain("one JSON object");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"string"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""")]
    public async Task AFormThatTheProtocolDoesNotTakeIsRefusedAndNotForgotten(string schema)
    {
        await using var server = await FakeOpenAi.StartAsync(FakeAnthropic.Says("free text"));
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema), "form") };
        (await Should.ThrowAsync<LlmException>(() => Chat(server).GetResponseAsync(TestProviders.Hello, options))).Kind.ShouldBe(LlmErrorKind.BadRequest);
        await Should.ThrowAsync<LlmException>(async () => await Chat(server).GetStreamingResponseAsync(TestProviders.Hello, options).ToListAsync());
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("max_tokens", "length")]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("refusal", "content_filter")]
    [InlineData("stop_sequence", "stop")]
    public async Task TheReasonToStopIsTold(string stop, string reason)
    {
        await using var server = await FakeOpenAi.StartAsync(FakeAnthropic.Says("hi", stop));
        StopReasons.Name((await Chat(server).GetResponseAsync(TestProviders.Hello)).FinishReason).ShouldBe(reason);
    }

    [Fact]
    public async Task AStreamBringsItsPiecesAndThenReasonAndUsage()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeAnthropic.Streams(["Hel", "lo"]));
        var updates = await Chat(server).GetStreamingResponseAsync(TestProviders.Hello).ToListAsync();
        string.Concat(updates.Select(update => update.Text)).ShouldBe("Hello");
        updates.SkipLast(1).ShouldAllBe(update => update.FinishReason == null);
        var usage = updates[^1].Contents.OfType<UsageContent>().Single().Details;
        (updates[^1].FinishReason, updates[^1].ModelId, usage.InputTokenCount, usage.OutputTokenCount).ShouldBe((ChatFinishReason.Stop, "fake-claude-1", 11, 2));
    }

    [Theory]
    [InlineData("overloaded_error", LlmErrorKind.Unavailable)]
    [InlineData("api_error", LlmErrorKind.Unavailable)]
    [InlineData("rate_limit_error", LlmErrorKind.RateLimit)]
    [InlineData("authentication_error", LlmErrorKind.Authentication)]
    [InlineData("invalid_request_error", LlmErrorKind.BadRequest)]
    [InlineData("an_error_of_tomorrow", LlmErrorKind.Unavailable)]
    public async Task AnErrorInAStreamIsAFailureOfItsKindWithoutTheProvidersWords(string type, LlmErrorKind kind)
    {
        await using var server = await FakeOpenAi.StartAsync(FakeAnthropic.StreamsError(type));
        var failure = await Should.ThrowAsync<LlmException>(async () => await Chat(server).GetStreamingResponseAsync(TestProviders.Hello).ToListAsync());
        failure.Kind.ShouldBe(kind);
        failure.ToString().ShouldNotContain("secret upstream words");
    }

    [Fact]
    public void ItHasNoEmbeddings() => TestProviders.Create(TestProviders.Settings(ProviderSettings.Anthropic, new Uri("http://127.0.0.1:9"))).Embeddings.ShouldBeNull();

    private static IChatClient Chat(FakeOpenAi server) => TestProviders.Create(TestProviders.Settings(ProviderSettings.Anthropic, server.Root)).Chat;
}
