using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Providers.Fallback;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Tests.Providers;

public sealed class FallbackTests
{
    public static TheoryData<LlmErrorKind, bool> Kinds => new()
    {
        { LlmErrorKind.Unavailable, true },
        { LlmErrorKind.RateLimit, true },
        { LlmErrorKind.Timeout, true },
        { LlmErrorKind.Authentication, true },
        { LlmErrorKind.BadResponse, true },
        { LlmErrorKind.BadRequest, false },
        { LlmErrorKind.ContentFilter, false },
        { LlmErrorKind.ContextLength, false },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TheNextIsAskedWhenTheFailureIsTheProvidersAndNotTheRequests(LlmErrorKind kind, bool movesOn)
    {
        var second = new ScriptedChat(ScriptedChat.Says("second"));
        var chain = Chain(Failing(kind), second);
        if (movesOn)
            (await chain.GetResponseAsync(TestProviders.Hello)).Text.ShouldBe("second");
        else
            (await Should.ThrowAsync<LlmException>(() => chain.GetResponseAsync(TestProviders.Hello))).Kind.ShouldBe(kind);
        second.Calls.ShouldBe(movesOn ? 1 : 0);
    }

    [Fact]
    public async Task AModelThatTheCallerNamesIsTheFirstProvidersAlone()
    {
        var (first, second) = (Failing(LlmErrorKind.Unavailable), new ScriptedChat(ScriptedChat.Says("second")));
        await Chain(first, second).GetResponseAsync(TestProviders.Hello, new ChatOptions { ModelId = "mine", Temperature = 0.5f });
        first.LastOptions!.ModelId.ShouldBe("mine");
        (second.LastOptions!.ModelId, second.LastOptions.Temperature).ShouldBe((null, 0.5f));
    }

    [Fact]
    public async Task WhenNobodyAnswersEachFailureIsTold()
    {
        var failure = await Should.ThrowAsync<LlmException>(() => Chain(Failing(LlmErrorKind.Authentication), Failing(LlmErrorKind.RateLimit)).GetResponseAsync(TestProviders.Hello));
        failure.Message.ShouldBe("Authentication. Then: RateLimit.");
        failure.Kind.ShouldBe(LlmErrorKind.RateLimit);
    }

    [Fact]
    public async Task AStreamMovesOnBeforeItsFirstPieceAndNeverAfter()
    {
        var chain = Chain(Failing(LlmErrorKind.Unavailable), new ScriptedChat(ScriptedChat.Says("ab")));
        string.Concat((await chain.GetStreamingResponseAsync(TestProviders.Hello).ToListAsync()).Select(update => update.Text)).ShouldBe("ab");

        var second = new ScriptedChat(ScriptedChat.Says("second"));
        var text = "";
        await Should.ThrowAsync<LlmException>(async () =>
        {
            await foreach (var update in Chain(new ScriptedChat(ScriptedChat.Says("a!")), second).GetStreamingResponseAsync(TestProviders.Hello))
                text += update.Text;
        });
        (text, second.Calls).ShouldBe(("a", 0));
    }

    [Fact]
    public async Task VectorsComeFromTheFirstThatHasThem()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Embeds);
        var chain = new FallbackEmbeddings(
            [TestProviders.Create(TestProviders.Settings(ProviderSettings.Anthropic, server.Root)), TestProviders.OpenAi(server.Address)], TestProviders.Telemetry());
        (await chain.GenerateAsync(["a"], new EmbeddingGenerationOptions { ModelId = "claude-embed" })).Origin()!.Provider.ShouldBe("openai");
        server.Requests.Single().Body.ShouldContain("embed-1");
    }

    [Fact]
    public async Task AChainWithoutVectorsSaysWhoHasThem()
    {
        var chain = new FallbackEmbeddings([TestProviders.Create(TestProviders.Settings(ProviderSettings.Anthropic, new Uri("http://127.0.0.1:9")))], TestProviders.Telemetry());
        (await Should.ThrowAsync<ConfigurationException>(() => chain.GenerateAsync(["a"]))).Message.ShouldBe(
            "LLM_PROVIDER is anthropic, which has no embeddings; set it to openai or lmstudio, or name one of them in LLM_FALLBACKS");
    }

    private static ScriptedChat Failing(LlmErrorKind kind) => new(ScriptedChat.Fails(new LlmException($"{kind}.", kind: kind)));

    private static FallbackChatClient Chain(params ScriptedChat[] chats) =>
        new([.. chats.Select((chat, i) => new LanguageProvider($"p{i}", $"m{i}", chat, null))], TestProviders.Telemetry());
}
