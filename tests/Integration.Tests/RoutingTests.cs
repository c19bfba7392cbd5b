using System.Net.Http.Json;
using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.Integration.Tests;

/// <summary>The learned router from end to end: its tasks are collected from the running app, which is then measured on them, trained and asked.</summary>
[Collection(AppCollection.Name)]
public sealed class RoutingTests(CleanClone clone)
{
    private const string Puzzle = "How do I make 24 of these?\n```json\n{\"domain\": \"game24\", \"problem\": {\"numbers\": [4, 7, 8, 8]}}\n```";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [RequiresFact("git")]
    public async Task TheAppAnswersAsItIsMeasuredAndAsksTheModelThatIsTrained()
    {
        await using var app = await RunningApp.StartAsync(clone, environment: [new("MetaController__PollSeconds", "1"), new("META_CONTROLLER_THRESHOLD", "0"), new("Orchestrator__RouterTimeoutSeconds", "300")]);
        var log = Path.Combine(app.DataFolder, "collected.jsonl");
        var report = Path.Combine(app.DataFolder, "report");

        await RunAsync(app, "collect", "--tasks", "6", "--tasks_per_world", "2", "--output", log);
        await RunAsync(app, "evaluate", "--data_path", log, "--tasks_per_world", "2", "--url", app.Client.BaseAddress!.ToString(), "--output_dir", report);
        using (var evaluation = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(report, "evaluation.json"))))
        {
            var live = evaluation.RootElement.GetProperty("live");
            live.GetProperty("changed").GetInt32().ShouldBe(0);
            live.GetProperty("models").EnumerateArray().Select(model => model.GetString()).ShouldBe(["rules-1"]);
            evaluation.RootElement.GetProperty("prices")[0].GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("policy").GetString()).ShouldContain("POST /agents/auto");
        }

        var before = await AskAsync(app, "Who are you?");
        before.GetProperty("agent").GetString().ShouldBe("hrm");
        Routing(before)[^1].GetProperty("reason").GetString().ShouldBe("no_model");

        await RunAsync(app, "train-rnn", "--num_samples", "300", "--epochs", "1");
        await Eventually.HoldsAsync(async () => Routing(await AskAsync(app, "Who are you?"))[0].GetProperty("model_version").GetString() != "rules-1");

        var after = Routing(await AskAsync(app, "Who are you?"))[0];
        after.GetProperty("by_rules").GetBoolean().ShouldBeFalse();
        after.GetProperty("probabilities").EnumerateObject().Sum(agent => agent.Value.GetDouble()).ShouldBe(1, 1e-9);
        var solved = await AskAsync(app, Puzzle);
        solved.GetProperty("agent").GetString().ShouldBe("mcts");
        solved.GetProperty("metadata").GetProperty("answerable").GetBoolean().ShouldBeTrue(solved.ToString());
    }

    private async Task RunAsync(RunningApp app, params string[] arguments)
    {
        await using var command = ChildProcess.Start(
            "dotnet",
            ["run", "--no-build", "--project", "MetaControllerService", "--", .. arguments],
            [.. RunningApp.Environment(app.DataFolder), new("MCTS_GATEWAY_URL", app.Client.BaseAddress!.ToString())],
            clone.Folder);
        (await command.WaitForExitAsync(Patience)).ShouldBe(0, command.Output);
    }

    private static Task<JsonElement> AskAsync(RunningApp app, string query) => app.PostAsync("/agents/auto", JsonContent.Create(new { query, seed = 7 }));

    private static JsonElement[] Routing(JsonElement answer) => [.. answer.GetProperty("metadata").GetProperty("routing").EnumerateArray()];
}
