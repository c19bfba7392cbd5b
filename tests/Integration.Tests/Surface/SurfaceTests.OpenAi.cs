using MctsAspire.Integration.Tests.OpenAi;
using MctsAspire.Testing;
using OpenAI.Chat;

namespace MctsAspire.Integration.Tests.Surface;

/// <summary>The agents as the official clients of OpenAI's API see them.</summary>
public sealed partial class SurfaceTests
{
    private static readonly object[] Question = [new { role = "user", content = "How thick are the rings of Saturn?" }];

    [RequiresFact("git", "node", "npm:openai")]
    public async Task TheAgentsAreModelsOfTheOfficialClients()
    {
        await surface.App.IndexAsync(Path.Combine(Repository.Root, "samples", "knowledge"));
        var address = new Uri(surface.App.Client.BaseAddress!, "/v1");

        var results = await NodeClient.CallAsync(
            address,
            RunningApp.ApiKey,
            ("models", null),
            ("chat", new { model = "mcts", messages = Question, seed = 7, iterations = 60 }),
            ("stream", new { model = "mcts", messages = Question, seed = 7, iterations = 60, stream_options = new { include_usage = true } }),
            ("chat", new { model = "gpt-9", messages = Question }),
            ("chat", new { model = "mcts", messages = Question, temperature = 3 }),
            ("chat", new { model = "direct", messages = Question }));

        results[0].EnumerateArray().Select(model => model.GetProperty("id").GetString()).ShouldBe(["mcts", "hrm", "trm", "auto", "direct"]);
        var answer = results[1].GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
        answer!.ShouldContain("metres");
        results[1].GetProperty("metadata").GetProperty("mcts_stats").GetProperty("iterations").GetInt32().ShouldBe(60);
        NodeClient.TextOf(results[2]).ShouldBe(answer);
        results[2].TryGetProperty("thrown", out _).ShouldBeFalse();
        NodeClient.Thrown(results[3]).ShouldBe(("NotFoundError", 404, "model"));
        NodeClient.Thrown(results[4]).ShouldBe(("BadRequestError", 400, "temperature"));
        NodeClient.Thrown(results[5]).ShouldBe(("BadRequestError", 400, "model"));
        results[5].GetProperty("message").GetString()!.ShouldContain("LLM_PROVIDER");
        NodeClient.Thrown((await NodeClient.CallAsync(address, "mcts_wrong", ("chat", new { model = "mcts", messages = Question })))[0]).ShouldBe(("AuthenticationError", 401, null));

        var client = DotNetClient.Create(address, RunningApp.ApiKey);
        var options = new ChatCompletionOptions();
#pragma warning disable OPENAI001, SCME0001 // The seed, and fields that the SDK does not know, are marked as experimental there.
        options.Seed = 7;
        options.Patch.Set("$.iterations"u8, 60);
#pragma warning restore OPENAI001, SCME0001
        var completion = (await client.GetChatClient("mcts").CompleteChatAsync([new UserChatMessage("How thick are the rings of Saturn?")], options)).Value;
        completion.Content[0].Text.ShouldBe(answer);
        completion.FinishReason.ShouldBe(ChatFinishReason.Stop);
        completion.Usage.TotalTokenCount.ShouldBe(0);
    }
}
