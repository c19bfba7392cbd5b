using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Tests.Providers;

/// <summary>Both wire formats before servers that fail in every way: the kind is told, and never is a failure taken for an answer.</summary>
public sealed class ProviderFaultTests
{
    private const string OpenAiPiece = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"},\"finish_reason\":null}]}\n\n";

    private const string AnthropicPiece =
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n"
        + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hel\"}}\n\n";

    private static readonly Dictionary<string, Func<HttpContext, Task>> Replies = new()
    {
        ["nothing"] = FakeOpenAi.Hangs,
        ["silent body"] = Faults.SilentBody,
        ["silent error"] = async context =>
        {
            context.Response.StatusCode = 500;
            await Faults.SilentBody(context);
        },
        ["reset"] = FakeOpenAi.Resets,
        ["half"] = Faults.Halves,
        ["broken json"] = Faults.Sends("application/json", "{\"id\":\"x\",\"choices\":["),
        ["empty body"] = Faults.Sends("application/json", ""),
        ["empty object"] = Faults.Sends("application/json", "{}"),
        ["a list"] = Faults.Sends("application/json", "[]"),
        ["null"] = Faults.Sends("application/json", "null"),
        ["no choices"] = Faults.Sends("application/json", "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[]}"),
        ["wrong type"] = Faults.Sends("text/html", "<html>Sign in</html>"),
        ["no type"] = context => context.Response.Body.WriteAsync("{}"u8.ToArray()).AsTask(),
        ["too much announced"] = Faults.AnnouncesTooMuch,
        ["without end"] = Faults.NeverEnds,
        ["redirect"] = Faults.Redirects(new Uri("http://127.0.0.1:9/")),
        ["broken event"] = Faults.Sends("text/event-stream", "event: message_start\ndata: {\"id\":\n\n"),
        ["no events"] = Faults.Sends("text/event-stream", ": nothing\n\n"),
        ["json for a stream"] = Faults.Sends("application/json", "{\"error\":\"no streams here\"}"),
        ["silent stream"] = context => Faults.SilentAfter(context.Request.Path.Value!.Contains("messages", StringComparison.Ordinal) ? AnthropicPiece : OpenAiPiece)(context),
        ["half a stream"] = context => (context.Request.Path.Value!.Contains("messages", StringComparison.Ordinal) ? FakeAnthropic.Streams(["Hel"], ends: false) : FakeOpenAi.Streams(["Hel"], ends: false))(context),
        ["stream without end mark"] = context => Faults.Sends("text/event-stream", context.Request.Path.Value!.Contains("messages", StringComparison.Ordinal) ? AnthropicPiece : OpenAiPiece)(context),
        ["tool"] = context => context.Request.Path.Value!.Contains("messages", StringComparison.Ordinal) ? FakeAnthropic.CallsTool(context) : FakeOpenAi.CallsTool(context),
    };

    public static TheoryData<string, string, LlmErrorKind> Unary => Both(
        ("nothing", LlmErrorKind.Timeout),
        ("silent body", LlmErrorKind.Timeout),
        ("silent error", LlmErrorKind.Unavailable),
        ("reset", LlmErrorKind.Unavailable),
        ("half", LlmErrorKind.Unavailable),
        ("broken json", LlmErrorKind.BadResponse),
        ("empty body", LlmErrorKind.BadResponse),
        ("empty object", LlmErrorKind.BadResponse),
        ("a list", LlmErrorKind.BadResponse),
        ("null", LlmErrorKind.BadResponse),
        ("no choices", LlmErrorKind.BadResponse),
        ("wrong type", LlmErrorKind.BadResponse),
        ("no type", LlmErrorKind.BadResponse),
        ("too much announced", LlmErrorKind.BadResponse),
        ("without end", LlmErrorKind.BadResponse),
        ("redirect", LlmErrorKind.BadResponse),
        ("broken event", LlmErrorKind.BadResponse),
        ("tool", LlmErrorKind.BadResponse));

    public static TheoryData<string, string, LlmErrorKind> Streamed => Both(
        ("nothing", LlmErrorKind.Timeout),
        ("reset", LlmErrorKind.Unavailable),
        ("wrong type", LlmErrorKind.BadResponse),
        ("broken event", LlmErrorKind.BadResponse),
        ("no events", LlmErrorKind.BadResponse),
        ("json for a stream", LlmErrorKind.BadResponse),
        ("silent stream", LlmErrorKind.Timeout),
        ("half a stream", LlmErrorKind.Unavailable),
        ("stream without end mark", LlmErrorKind.Unavailable));

    [Theory]
    [MemberData(nameof(Unary))]
    public async Task AnAnswerThatFailsIsAFailureOfItsKind(string provider, string fault, LlmErrorKind kind)
    {
        await using var server = await FakeOpenAi.StartAsync(Replies[fault]);
        var failure = await Should.ThrowAsync<LlmException>(() => Chat(provider, server, fault).GetResponseAsync(TestProviders.Hello));
        failure.Kind.ShouldBe(kind, failure.Message);
        failure.ToString().ShouldNotContain("Sign in");

        // An attempt may run out of time before its request is there.
        server.Requests.Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Theory]
    [MemberData(nameof(Streamed))]
    public async Task AStreamThatFailsIsAFailureOfItsKindAndHasNoEnd(string provider, string fault, LlmErrorKind kind)
    {
        await using var server = await FakeOpenAi.StartAsync(Replies[fault]);
        var updates = new List<ChatResponseUpdate>();
        var failure = await Should.ThrowAsync<LlmException>(async () =>
        {
            await foreach (var update in Chat(provider, server, fault).GetStreamingResponseAsync(TestProviders.Hello))
                updates.Add(update);
        });
        failure.Kind.ShouldBe(kind, failure.Message);
        updates.ShouldAllBe(update => update.FinishReason == null);
    }

    [Theory]
    [InlineData(401, "authentication_error", LlmErrorKind.Authentication)]
    [InlineData(403, "permission_error", LlmErrorKind.Authentication)]
    [InlineData(404, "not_found_error", LlmErrorKind.BadRequest)]
    [InlineData(400, "invalid_request_error", LlmErrorKind.BadRequest)]
    [InlineData(422, "invalid_request_error", LlmErrorKind.BadRequest)]
    [InlineData(413, "request_too_large", LlmErrorKind.ContextLength)]
    [InlineData(408, "timeout_error", LlmErrorKind.Timeout)]
    [InlineData(429, "rate_limit_error", LlmErrorKind.RateLimit)]
    [InlineData(500, "api_error", LlmErrorKind.Unavailable)]
    [InlineData(529, "overloaded_error", LlmErrorKind.Unavailable)]
    public async Task AStatusIsAFailureOfItsKindWithoutTheProvidersWords(int status, string type, LlmErrorKind kind)
    {
        foreach (var provider in new[] { ProviderSettings.OpenAi, ProviderSettings.Anthropic })
        {
            await using var server = await FakeOpenAi.StartAsync(FakeAnthropic.Fails(status, type));
            var failure = await Should.ThrowAsync<LlmException>(() => Chat(provider, server).GetResponseAsync(TestProviders.Hello));
            failure.Kind.ShouldBe(kind);
            failure.ToString().ShouldNotContain("secret upstream words");
            failure.ToString().ShouldNotContain(TestProviders.Key);
        }
    }

    [Theory]
    [InlineData("{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"x\"}}", LlmErrorKind.ContextLength)]
    [InlineData("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 210000 tokens > 200000 maximum\"}}", LlmErrorKind.ContextLength)]
    [InlineData("{\"error\":\"Trying to keep the first 9000 tokens when context length is 4096\"}", LlmErrorKind.ContextLength)]
    [InlineData("{\"error\":{\"code\":\"content_filter\",\"message\":\"x\"}}", LlmErrorKind.ContentFilter)]
    [InlineData("{\"error\":[]}", LlmErrorKind.BadRequest)]
    [InlineData("not json", LlmErrorKind.BadRequest)]
    public async Task TheBodyOfABadRequestTellsWhatItsStatusDoesNot(string body, LlmErrorKind kind)
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(400, body));
        (await Should.ThrowAsync<LlmException>(() => Chat(ProviderSettings.OpenAi, server).GetResponseAsync(TestProviders.Hello))).Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("silent body")]
    [InlineData("without end")]
    public async Task AStatusAndTheWaitItAsksForAreToldWhateverTheBodyDoes(string body)
    {
        await using var server = await FakeOpenAi.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "7";
            return Replies[body](context);
        });

        var failure = await Should.ThrowAsync<LlmException>(() => Chat(ProviderSettings.OpenAi, server).GetResponseAsync(TestProviders.Hello));

        (failure.Kind, failure.RetryAfter).ShouldBe((LlmErrorKind.RateLimit, TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public async Task ARefusalIsAnAnswerThatStoppedForItsContent()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Refuses);
        (await Chat(ProviderSettings.OpenAi, server).GetResponseAsync(TestProviders.Hello)).FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
        await using var other = await FakeOpenAi.StartAsync(FakeAnthropic.Says("", "refusal"));
        (await Chat(ProviderSettings.Anthropic, other).GetResponseAsync(TestProviders.Hello)).FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
    }

    private static TheoryData<string, string, LlmErrorKind> Both(params (string Fault, LlmErrorKind Kind)[] cases)
    {
        var data = new TheoryData<string, string, LlmErrorKind>();
        foreach (var (fault, kind) in cases)
        {
            data.Add(ProviderSettings.OpenAi, fault, kind);
            data.Add(ProviderSettings.Anthropic, fault, kind);
        }

        return data;
    }

    private static IChatClient Chat(string provider, FakeOpenAi server, string? fault = null)
    {
        var timeout = fault is "nothing" or "silent stream" or "silent body" ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(60);
        var address = provider == ProviderSettings.Anthropic ? server.Root : server.Address;
        return TestProviders.Create(TestProviders.Settings(provider, address, timeout: timeout)).Chat;
    }
}
