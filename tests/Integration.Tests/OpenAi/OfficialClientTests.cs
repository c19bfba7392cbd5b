using System.ClientModel;
using System.Net.Http.Json;
using System.Text.Json;
using MctsAspire.Testing;
using OpenAI;
using OpenAI.Chat;

namespace MctsAspire.Integration.Tests.OpenAi;

[Collection(AppCollection.Name)]
public sealed class OfficialClientTests(CleanClone clone)
{
    [RequiresFact("git", "node", "npm:openai")]
    public async Task TheProviderIsAModelOfTheOfficialClients()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var app = await RunningApp.StartAsync(clone, replicas: 1, environment: new Dictionary<string, string?>
        {
            ["LLM_PROVIDER"] = "openai",
            ["OPENAI_API_KEY"] = "sk-key-of-the-fake-provider-0123456789",
            ["OPENAI_BASE_URL"] = provider.Address,
        });
        var address = new Uri(app.Client.BaseAddress!, "/v1");

        var results = await NodeClient.CallAsync(
            address,
            RunningApp.ApiKey,
            ("chat", Direct("Hi")),
            ("stream", Direct("Hi", usage: true)),
            ("embeddings", new { model = "direct", input = new[] { "a", "b" } }),
            ("stream", Direct("break")),
            ("abort", Direct("wait")));

        results[0].GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("Hello there");
        results[0].GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBe(18);
        results[0].GetProperty("metadata").GetProperty("model").GetString().ShouldBe("fake-1");
        NodeClient.TextOf(results[1]).ShouldBe("Hello there");
        results[1].GetProperty("chunks").EnumerateArray().Last().GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBe(18);
        results[1].GetProperty("chunks").EnumerateArray().SkipLast(1).ShouldAllBe(chunk => chunk.GetProperty("usage").ValueKind == JsonValueKind.Null);
        results[2].GetProperty("data")[1].GetProperty("embedding")[0].GetDouble().ShouldBe(1);
        results[3].GetProperty("thrown").GetString().ShouldBe("APIError");
        NodeClient.TextOf(results[3]).ShouldBe("Hello");
        await provider.Left.Task.WaitAsync(TimeSpan.FromMinutes(1));

        await TheSdkOfDotNetAsync(DotNetClient.Create(address, RunningApp.ApiKey), DotNetClient.Create(address, "mcts_wrong"));
    }

    // Nobody listens where the first provider should be. The second one talks, but not in the form of a primitive, so that the embedded reasoner answers those.
    [RequiresFact("git")]
    public async Task TheAnswersMetadataNamesWhoeverInTheChainHasSpoken()
    {
        await using var second = await FakeProvider.StartAsync();
        await using var app = await RunningApp.StartAsync(clone, replicas: 1, environment: new Dictionary<string, string?>
        {
            ["LLM_PROVIDER"] = "openai",
            ["OPENAI_API_KEY"] = "sk-key-of-the-fake-provider-0123456789",
            ["OPENAI_BASE_URL"] = FormattableString.Invariant($"http://127.0.0.1:{FreePort.Next()}/v1"),
            ["LMSTUDIO_BASE_URL"] = second.Address,
            ["LLM_FALLBACKS"] = "lmstudio,embedded",
            ["HTTP_MAX_RETRIES"] = "0",
        });
        await app.IndexAsync(Path.Combine(clone.Folder, "samples", "knowledge"));

        var direct = await app.PostAsync("/v1/chat/completions", JsonContent.Create(Direct("Hi")));
        var answer = await app.AskAsync(new { query = "How thick are the rings of Saturn?", seed = 7, mcts_iterations = 20 });

        Spoke(direct.GetProperty("metadata")).ShouldBe(("lmstudio", "fake-1"));
        var (provider, model) = Spoke(answer.GetProperty("metadata"));
        provider.ShouldBe("embedded");
        model.ShouldStartWith("extractive-");
        answer.GetProperty("response").GetString()!.ShouldContain("metres");
    }

    private static (string? Provider, string? Model) Spoke(JsonElement metadata) => (metadata.GetProperty("provider").GetString(), metadata.GetProperty("model").GetString());

    private static async Task TheSdkOfDotNetAsync(OpenAIClient client, OpenAIClient stranger)
    {
        var chat = client.GetChatClient("direct");
        (await chat.CompleteChatAsync("Hi")).Value.Content[0].Text.ShouldBe("Hello there");
        var text = "";
        ChatFinishReason? finish = null;
        await foreach (var update in chat.CompleteChatStreamingAsync("Hi"))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            finish = update.FinishReason ?? finish;
        }

        text.ShouldBe("Hello there");
        finish.ShouldBe(ChatFinishReason.Stop);
        (await client.GetOpenAIModelClient().GetModelsAsync()).Value.Select(model => model.Id).ShouldBe(["mcts", "hrm", "trm", "auto", "direct"]);
        (await client.GetEmbeddingClient("direct").GenerateEmbeddingsAsync(["a", "b"])).Value[1].ToFloats().ToArray().ShouldBe([1f]);
        (await Should.ThrowAsync<ClientResultException>(() => stranger.GetChatClient("direct").CompleteChatAsync("Hi"))).Status.ShouldBe(401);
        (await Should.ThrowAsync<ClientResultException>(() => client.GetChatClient("gpt-9").CompleteChatAsync("Hi"))).Status.ShouldBe(404);
        await Should.ThrowAsync<JsonException>(async () =>
        {
            await foreach (var _ in chat.CompleteChatStreamingAsync("break"))
            {
                // What was said before it broke.
            }
        });
    }

    private static object Direct(string text, bool usage = false) => usage
        ? new { model = "direct", messages = new[] { new { role = "user", content = text } }, stream_options = new { include_usage = true } }
        : new { model = "direct", messages = new[] { new { role = "user", content = text } } };
}
