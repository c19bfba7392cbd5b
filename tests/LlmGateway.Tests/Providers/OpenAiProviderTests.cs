using System.Text.Json.Nodes;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Testing;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Tests.Providers;

public sealed class OpenAiProviderTests
{
    private static readonly ChatOptions Options = new() { Temperature = 0.25f, MaxOutputTokens = 100, Seed = 7, TopP = 0.5f, StopSequences = ["END"] };

    [Fact]
    public async Task ACompletionBringsTextUsageAndModel()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Says("hi"));
        var response = await Chat(server.Address).GetResponseAsync(TestProviders.Hello, Options);
        (response.Text, response.FinishReason, response.ModelId, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount).ShouldBe(("hi", ChatFinishReason.Stop, "fake-1", 11, 7));
        response.Origin().ShouldBe(new CallOrigin("openai"));

        var request = server.Requests.Single();
        request.Path.ShouldBe("/v1/chat/completions");
        request.Authorization.ShouldBe($"Bearer {TestProviders.Key}");
        var body = JsonNode.Parse(request.Body)!;
        body["model"]!.GetValue<string>().ShouldBe("model-1");
        body["temperature"]!.GetValue<double>().ShouldBe(0.25, 1e-6);
        body["seed"]!.GetValue<long>().ShouldBe(7);
        body["top_p"]!.GetValue<double>().ShouldBe(0.5, 1e-6);
        body["stop"]!.AsArray().Single()!.GetValue<string>().ShouldBe("END");
        body["messages"]!.AsArray().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("length", "length")]
    [InlineData("content_filter", "content_filter")]
    public async Task TheReasonToStopIsTold(string finish, string reason)
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Says("hi", finish));
        StopReasons.Name((await Chat(server.Address).GetResponseAsync(TestProviders.Hello)).FinishReason).ShouldBe(reason);
    }

    [Theory]
    [InlineData(401, "Authentication")]
    [InlineData(403, "Authentication")]
    [InlineData(404, "Bad request")]
    [InlineData(400, "Bad request")]
    [InlineData(413, "Context length")]
    [InlineData(429, "Rate limit")]
    [InlineData(500, "Unavailable")]
    [InlineData(503, "Unavailable")]
    public async Task AFailureIsNamedWithoutTheProvidersWordsOrTheKey(int status, string kind)
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(status));
        var failure = await Should.ThrowAsync<LlmException>(() => Chat(server.Address).GetResponseAsync(TestProviders.Hello, Options));
        failure.Message.ShouldStartWith(kind);
        failure.ToString().ShouldNotContain("secret upstream words");
        failure.ToString().ShouldNotContain(TestProviders.Key);
    }

    [Theory]
    [InlineData("gpt-5.1-mini", false)]
    [InlineData("o4-mini", false)]
    [InlineData("gpt-4.1", true)]
    [InlineData("olmo-2", true)]
    public async Task ReasoningModelsAreNotToldHowFreelyToWrite(string model, bool isTold)
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Says("hi"));
        await Chat(server.Address).GetResponseAsync(TestProviders.Hello, new ChatOptions { ModelId = model, Temperature = 0.5f, TopP = 0.5f });
        var body = JsonNode.Parse(server.Requests.Single().Body)!;
        (body["temperature"] is not null, body["top_p"] is not null).ShouldBe((isTold, isTold));
    }

    [Fact]
    public async Task TheTimeToWaitIsPassedOn()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(429, retryAfter: "17"));
        var failure = await Should.ThrowAsync<LlmException>(() => Chat(server.Address).GetResponseAsync(TestProviders.Hello, Options));
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task AFailureThatPassesIsTriedAgainAsOftenAsTheSettingsSay()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(500, retryAfter: "0"), FakeOpenAi.Fails(503, retryAfter: "0"), FakeOpenAi.Says("hi"));
        (await Chat(server.Address, retries: 2).GetResponseAsync(TestProviders.Hello, Options)).Text.ShouldBe("hi");
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task AWrongKeyIsNotTriedAgain()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(401));
        await Should.ThrowAsync<LlmException>(() => Chat(server.Address, retries: 3).GetResponseAsync(TestProviders.Hello, Options));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task AServerThatSaysNothingIsATimeout()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Hangs);
        var failure = await Should.ThrowAsync<LlmException>(() => Chat(server.Address, timeout: TimeSpan.FromMilliseconds(300)).GetResponseAsync(TestProviders.Hello, Options));
        failure.Message.ShouldStartWith("Timeout");
        failure.Message.ShouldContain("HTTP_TIMEOUT_SECONDS");
    }

    [Fact]
    public async Task TheCallersOwnCancellationIsNoFailureOfTheProvider()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Hangs);
        using var cancelled = new CancellationTokenSource();
        var call = Chat(server.Address).GetResponseAsync(TestProviders.Hello, Options, cancelled.Token);
        await Eventually.HoldsAsync(() => !server.Requests.IsEmpty);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task ABrokenConnectionIsUnavailable()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Resets);
        var failure = await Should.ThrowAsync<LlmException>(() => Chat(server.Address).GetResponseAsync(TestProviders.Hello, Options));
        failure.Message.ShouldStartWith("Unavailable");
    }

    [Fact]
    public async Task AServerThatIsNotThereIsUnavailableAndTheVariableIsNamed()
    {
        var failure = await Should.ThrowAsync<LlmException>(() => Chat(new Uri($"http://127.0.0.1:{FreePort.Next()}/v1")).GetResponseAsync(TestProviders.Hello, Options));
        failure.Message.ShouldContain("OPENAI_BASE_URL");
    }

    [Theory]
    [InlineData("this is not json")]
    [InlineData("{}")]
    [InlineData("{\"choices\":[]}")]
    [InlineData("")]
    public async Task AnAnswerThatIsNotTheProtocolsIsABadResponse(string body)
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(200, body));
        var failure = await Should.ThrowAsync<LlmException>(() => Chat(server.Address).GetResponseAsync(TestProviders.Hello, Options));
        failure.Message.ShouldStartWith("Bad response");
    }

    [Fact]
    public async Task AStreamBringsItsPiecesAndThenReasonAndUsage()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Streams(["Hel", "lo"]));
        var updates = await Chat(server.Address).GetStreamingResponseAsync(TestProviders.Hello).ToListAsync();
        string.Concat(updates.Select(update => update.Text)).ShouldBe("Hello");
        updates.SkipLast(1).ShouldAllBe(update => update.FinishReason == null);
        var usage = updates[^1].Contents.OfType<UsageContent>().Single().Details;
        (updates[^1].FinishReason, updates[^1].ModelId, usage.InputTokenCount, usage.OutputTokenCount).ShouldBe((ChatFinishReason.Stop, "fake-1", 5, 2));
        updates.ShouldAllBe(update => update.Origin()!.Provider == "openai");
    }

    [Fact]
    public async Task AStreamThatBreaksOffIsAFailureAndNeverAnEnd()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Streams(["Hel"], ends: false));
        var updates = new List<ChatResponseUpdate>();
        await Should.ThrowAsync<LlmException>(async () =>
        {
            await foreach (var update in Chat(server.Address).GetStreamingResponseAsync(TestProviders.Hello))
                updates.Add(update);
        });
        updates.ShouldAllBe(update => update.FinishReason == null);
    }

    [Fact]
    public async Task VectorsComeInTheOrderOfTheTexts()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Embeds);
        using var provider = TestProviders.OpenAi(server.Address);
        var vectors = await provider.Embeddings!.GenerateAsync(["a", "b", "c"]);
        vectors.Select(vector => vector.Vector.Span[0]).ShouldBe([0, 1, 2]);
        (vectors[0].ModelId, vectors.Usage!.InputTokenCount, vectors.Origin()!.Provider).ShouldBe(("embed-1", 3, "openai"));
    }

    private static IChatClient Chat(Uri address, int retries = 0, TimeSpan? timeout = null) => TestProviders.OpenAi(address, retries, timeout).Chat;
}
