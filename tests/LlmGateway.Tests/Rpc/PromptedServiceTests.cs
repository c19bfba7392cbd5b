using System.Text.Json.Nodes;
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
        var body = JsonNode.Parse(server.Requests.Single().Body)!;
        body["model"]!.GetValue<string>().ShouldBe("local-1");
        body["max_tokens"]!.GetValue<int>().ShouldBe(1500);
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
    public async Task FormStopAndNucleusReachTheProvider()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeOpenAi.Says("{}"));
        await using var service = await LanguageService.StartAsync(("OPENAI_API_KEY", Key), ("OPENAI_BASE_URL", server.Address.ToString()));
        var request = Hello.Clone();
        request.TopP = 0.25;
        request.Stop.Add("END");
        request.Form = new OutputForm { Name = "thing", Schema = """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""" };
        await service.Model.CompleteAsync(request);
        var body = JsonNode.Parse(server.Requests.Single().Body)!;
        body["top_p"]!.GetValue<double>().ShouldBe(0.25);
        body["stop"]!.ToJsonString().ShouldBe("[\"END\"]");
        body["response_format"]!["json_schema"]!["name"]!.GetValue<string>().ShouldBe("thing");

        request.Form.Schema = "";
        await service.Model.CompleteAsync(request);
        JsonNode.Parse(server.Requests.Last().Body)!["response_format"]!["type"]!.GetValue<string>().ShouldBe("json_object");
    }

    [Fact]
    public async Task AnthropicIsServedWithItsKey()
    {
        await using var server = await FakeOpenAi.StartAsync(FakeAnthropic.Says("hello"), FakeAnthropic.Streams(["a", "b"]));
        await using var service = await LanguageService.StartAsync(("ANTHROPIC_API_KEY", "sk-ant-0123456789abcdefghij"), ("ANTHROPIC_BASE_URL", server.Root.ToString()), ("ANTHROPIC_MODEL", "c-1"));
        var response = await service.Model.CompleteAsync(Hello);
        (response.Text, response.Origin.Provider, response.Origin.Model).ShouldBe(("hello", "anthropic", "fake-claude-1"));
        using var call = service.Model.StreamComplete(Hello);
        var chunks = await call.ResponseStream.ReadAllAsync().ToListAsync();
        string.Concat(chunks.Select(chunk => chunk.Text)).ShouldBe("ab");
        chunks[^1].StopReason.ShouldBe("stop");

        var refusal = await Should.ThrowAsync<RpcException>(async () => await service.Model.EmbedAsync(new EmbedRequest { Texts = { "a" } }));
        refusal.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        refusal.Status.Detail.ShouldContain("anthropic, which has no embeddings");
    }

    [Fact]
    public async Task AChainAnswersWithWhoReallySpoke()
    {
        await using var first = await FakeOpenAi.StartAsync(FakeOpenAi.Fails(500));
        await using var second = await FakeOpenAi.StartAsync(FakeAnthropic.Says("hello"), FakeAnthropic.Fails(529, "overloaded_error"));
        await using var service = await LanguageService.StartAsync(
            ("LLM_PROVIDER", "openai"), ("LLM_FALLBACKS", "anthropic,embedded"), ("HTTP_MAX_RETRIES", "0"),
            ("OPENAI_API_KEY", Key), ("OPENAI_BASE_URL", first.Address.ToString()), ("ANTHROPIC_API_KEY", "sk-ant-0123456789abcdefghij"), ("ANTHROPIC_BASE_URL", second.Root.ToString()));
        (await service.Model.CompleteAsync(Hello)).Origin.Provider.ShouldBe("anthropic");

        // Nobody is left but the embedded reasoner: it answers questions, and has no completions.
        var answer = await service.Reasoning.AnswerAsync(new AnswerRequest { Query = "Who built the Harbour Bridge?", Passages = { Passages.Town } });
        (answer.Origin.Provider, answer.Draft.Answerable).ShouldBe(("embedded", true));
        var refusal = await Should.ThrowAsync<RpcException>(async () => await service.Model.CompleteAsync(Hello));
        refusal.StatusCode.ShouldBe(StatusCode.Unavailable);
        refusal.Status.Detail.ShouldContain("embedded reasoner");
        refusal.Trailers.GetValue("llm-error-kind").ShouldBe("unavailable");
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
