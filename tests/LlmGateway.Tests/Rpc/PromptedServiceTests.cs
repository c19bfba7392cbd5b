using Grpc.Core;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;
using MctsAspire.Testing;

namespace MctsAspire.LlmGateway.Tests.Rpc;

/// <summary>The service with a key, over the wire, in front of a server that speaks OpenAI's protocol.</summary>
public sealed class PromptedServiceTests
{
    private const string Key = "sk-test-0123456789abcdefghij";

    private static readonly CompleteRequest Hello = new() { Messages = { new ChatMessage { Role = "user", Content = "hi" } } };

    [Fact]
    public async Task AKeyIsEnoughToSwitchAndReadyTellsSo()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Says("hello"));
        await using var service = await LanguageService.StartAsync(("OPENAI_API_KEY", Key), ("OPENAI_BASE_URL", server.Address.ToString()), ("OPENAI_MODEL", "m-1"));
        using var client = new HttpClient();
        (await client.GetStringAsync(new Uri(service.Http, "/ready"))).ShouldContain("openai (m-1)");

        var response = await service.Model.CompleteAsync(Hello);
        response.Text.ShouldBe("hello");
        response.StopReason.ShouldBe("stop");
        response.Origin.Provider.ShouldBe("openai");
        response.Origin.Usage.OutputTokens.ShouldBe(7);
        service.Output.ShouldNotContain(Key);
    }

    [Fact]
    public async Task LmStudioNeedsAnAddressAndNoKey()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Says("hello"));
        await using var service = await LanguageService.StartAsync(("LLM_PROVIDER", "lmstudio"), ("LMSTUDIO_BASE_URL", server.Address.ToString()), ("LMSTUDIO_MODEL", "local-1"));
        (await service.Model.CompleteAsync(Hello)).Origin.Provider.ShouldBe("lmstudio");
        server.Requests.Single().Body.ShouldContain("local-1");
    }

    [Fact]
    public async Task AStreamComesInPieces()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Streams(["a", "b", "c"]));
        await using var service = await LanguageService.StartAsync(("OPENAI_API_KEY", Key), ("OPENAI_BASE_URL", server.Address.ToString()));
        using var call = service.Model.StreamComplete(Hello);
        var chunks = new List<CompleteChunk>();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync())
            chunks.Add(chunk);
        string.Concat(chunks.Select(chunk => chunk.Text)).ShouldBe("abc");
        chunks[^1].StopReason.ShouldBe("stop");
        chunks[^1].Origin.Usage.ShouldBe(new Usage { InputTokens = 5, OutputTokens = 2 });
        chunks.SkipLast(1).ShouldAllBe(chunk => chunk.StopReason == "");
    }

    [Fact]
    public async Task AStreamThatBreaksOffEndsWithAnError()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Streams(["a"], ends: false));
        await using var service = await LanguageService.StartAsync(("OPENAI_API_KEY", Key), ("OPENAI_BASE_URL", server.Address.ToString()), ("HTTP_MAX_RETRIES", "0"));
        using var call = service.Model.StreamComplete(Hello);
        var failure = await Should.ThrowAsync<RpcException>(async () =>
        {
            await foreach (var chunk in call.ResponseStream.ReadAllAsync())
                chunk.StopReason.ShouldBeEmpty();
        });
        failure.StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task AProviderThatFailsIsAnLlmErrorWithoutItsWords()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(401));
        await using var service = await LanguageService.StartAsync(("OPENAI_API_KEY", Key), ("OPENAI_BASE_URL", server.Address.ToString()), ("HTTP_MAX_RETRIES", "0"));
        var failure = await Should.ThrowAsync<RpcException>(async () => await service.Model.CompleteAsync(Hello));
        failure.StatusCode.ShouldBe(StatusCode.Unavailable);
        failure.Trailers.GetValue("error-code").ShouldBe("LLM_ERROR");
        failure.Status.Detail.ShouldStartWith("Authentication");
        failure.Status.Detail.ShouldNotContain("secret upstream words");
        service.Output.ShouldNotContain("secret upstream words");
        service.Output.ShouldNotContain(Key);
    }

    [Fact]
    public async Task AProviderWithoutItsKeyStopsTheServiceWithOneLine()
    {
        await using var process = LanguageService.StartProcess(FreePort.Next(), FreePort.Next(), ("LLM_PROVIDER", "anthropic"));
        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldNotBe(0);
        await Eventually.HoldsAsync(() => process.Lines.Count > 0);
        process.Lines.ShouldHaveSingleItem().ShouldContain("ANTHROPIC_API_KEY is not set");
    }
}
