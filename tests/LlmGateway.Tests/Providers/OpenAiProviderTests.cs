using System.Text.Json.Nodes;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Providers.OpenAi;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Testing;

namespace MctsAspire.LlmGateway.Tests.Providers;

public sealed class OpenAiProviderTests
{
    private const string Key = "sk-test-0123456789abcdefghij";

    private static readonly ChatCall Hello = new([new ChatLine(ChatRole.System, "rules"), new ChatLine(ChatRole.User, "hello")], 0.25, 100, Seed: 7);

    [Fact]
    public async Task ACompletionBringsTextUsageAndModel()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Says("hi"));
        var result = await Provider(server.Address).CompleteAsync(Hello, CancellationToken.None);
        result.ShouldBe(new ChatResult("hi", "stop", "fake-1", 11, 7));

        var request = server.Requests.Single();
        request.Path.ShouldBe("/v1/chat/completions");
        request.Authorization.ShouldBe($"Bearer {Key}");
        var body = JsonNode.Parse(request.Body)!;
        body["model"]!.GetValue<string>().ShouldBe("model-1");
        body["temperature"]!.GetValue<double>().ShouldBe(0.25, 1e-6);
        body["seed"]!.GetValue<long>().ShouldBe(7);
        body["messages"]!.AsArray().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("length", "length")]
    [InlineData("content_filter", "content_filter")]
    public async Task TheReasonToStopIsTold(string finish, string reason)
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Says("hi", finish));
        (await Provider(server.Address).CompleteAsync(Hello, CancellationToken.None)).StopReason.ShouldBe(reason);
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
        var failure = await Should.ThrowAsync<LlmException>(() => Provider(server.Address).CompleteAsync(Hello, CancellationToken.None));
        failure.Message.ShouldStartWith(kind);
        failure.ToString().ShouldNotContain("secret upstream words");
        failure.ToString().ShouldNotContain(Key);
    }

    [Fact]
    public async Task TheTimeToWaitIsPassedOn()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(429, retryAfter: "17"));
        var failure = await Should.ThrowAsync<LlmException>(() => Provider(server.Address).CompleteAsync(Hello, CancellationToken.None));
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task AFailureThatPassesIsTriedAgainAsOftenAsTheSettingsSay()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(500, retryAfter: "0"), FakeOpenAi.Fails(503, retryAfter: "0"), FakeOpenAi.Says("hi"));
        (await Provider(server.Address, retries: 2).CompleteAsync(Hello, CancellationToken.None)).Text.ShouldBe("hi");
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task AWrongKeyIsNotTriedAgain()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(401));
        await Should.ThrowAsync<LlmException>(() => Provider(server.Address, retries: 3).CompleteAsync(Hello, CancellationToken.None));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task AServerThatSaysNothingIsATimeout()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Hangs);
        var failure = await Should.ThrowAsync<LlmException>(() => Provider(server.Address, timeout: TimeSpan.FromMilliseconds(300)).CompleteAsync(Hello, CancellationToken.None));
        failure.Message.ShouldStartWith("Timeout");
        failure.Message.ShouldContain("HTTP_TIMEOUT_SECONDS");
    }

    [Fact]
    public async Task TheCallersOwnCancellationIsNoFailureOfTheProvider()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Hangs);
        using var cancelled = new CancellationTokenSource();
        var call = Provider(server.Address).CompleteAsync(Hello, cancelled.Token);
        await Eventually.HoldsAsync(() => !server.Requests.IsEmpty);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task ABrokenConnectionIsUnavailable()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Resets);
        var failure = await Should.ThrowAsync<LlmException>(() => Provider(server.Address).CompleteAsync(Hello, CancellationToken.None));
        failure.Message.ShouldStartWith("Unavailable");
    }

    [Fact]
    public async Task AServerThatIsNotThereIsUnavailableAndTheVariableIsNamed()
    {
        var failure = await Should.ThrowAsync<LlmException>(() => Provider(new Uri($"http://127.0.0.1:{FreePort.Next()}/v1")).CompleteAsync(Hello, CancellationToken.None));
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
        var failure = await Should.ThrowAsync<LlmException>(() => Provider(server.Address).CompleteAsync(Hello, CancellationToken.None));
        failure.Message.ShouldStartWith("Bad response");
    }

    [Fact]
    public async Task AStreamBringsItsPiecesAndThenReasonAndUsage()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Streams(["Hel", "lo"]));
        var pieces = await Provider(server.Address).StreamAsync(Hello, CancellationToken.None).ToListAsync();
        string.Concat(pieces.Select(piece => piece.Text)).ShouldBe("Hello");
        pieces[^1].End.ShouldBe(new ChatResult("", "stop", "fake-1", 5, 2));
        pieces.SkipLast(1).ShouldAllBe(piece => piece.End == null);
    }

    [Fact]
    public async Task AStreamThatBreaksOffIsAFailureAndNeverAnEnd()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Streams(["Hel"], ends: false));
        var pieces = new List<ChatPiece>();
        await Should.ThrowAsync<LlmException>(async () =>
        {
            await foreach (var piece in Provider(server.Address).StreamAsync(Hello, CancellationToken.None))
                pieces.Add(piece);
        });
        pieces.ShouldAllBe(piece => piece.End == null);
    }

    [Fact]
    public async Task VectorsComeInTheOrderOfTheTexts()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Embeds);
        var result = await Provider(server.Address).EmbedAsync(["a", "b", "c"], null, CancellationToken.None);
        result.Vectors.Select(vector => vector.Span[0]).ShouldBe([0, 1, 2]);
        result.Model.ShouldBe("embed-1");
        result.InputTokens.ShouldBe(3);
    }

    private static OpenAiProvider Provider(Uri address, int retries = 0, TimeSpan? timeout = null) =>
        new(new OpenAiSettings("openai", address, new Secret(Key), "model-1", "embed-1", timeout ?? TimeSpan.FromSeconds(30), retries));
}
