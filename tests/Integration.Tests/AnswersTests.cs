using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.Integration.Tests;

[Collection(AppCollection.Name)]
public sealed class AnswersTests(CleanClone clone)
{
    private string Knowledge => Path.Combine(clone.Folder, "samples", "knowledge");

    [RequiresFact("git")]
    public async Task TheAppAnswersFromDocumentsAndLeavesNoProcessBehind()
    {
        await using var app = await RunningApp.StartAsync(clone);
        await app.IndexAsync(Knowledge);

        foreach (var (query, sentence, document) in Questions.All)
        {
            var answer = await app.AskAsync(new { query, mcts_iterations = 60 });

            answer.GetProperty("response").GetString()!.ShouldContain(sentence, Case.Insensitive, query);
            Citations(answer).ShouldContain(
                citation => citation.Document == document && citation.Text.Contains(sentence, StringComparison.OrdinalIgnoreCase), $"{query}\n{answer}");
            answer.GetProperty("agents_used").EnumerateArray().Select(agent => agent.GetString()).ShouldBe(["hrm", "trm", "mcts"]);
            answer.GetProperty("mcts_stats").GetProperty("iterations").GetInt32().ShouldBe(60);
            answer.GetProperty("mcts_stats").GetProperty("root_visits").GetInt32().ShouldBe(60);
            await CitationsShouldBeVerbatimAsync(app, answer);
        }

        var unanswerable = await app.AskAsync(new { query = "Who won the chess championship of Atlantis?" });
        unanswerable.GetProperty("metadata").GetProperty("answerable").GetBoolean().ShouldBeFalse(unanswerable.ToString());

        await SearchChecks.EveryDomainIsListedAsync(app);
        await SearchChecks.TheSampleDecisionsAreFoundAsync(app, Path.Combine(clone.Folder, "samples", "decisions"));

        (await app.StopAsync()).ShouldBe(0, app.Output);
        app.Services.All().ShouldBeEmpty();
    }

    [RequiresFact("git")]
    public async Task TheSameSeedGivesTheSameAnswerAndSearchTwiceAndOnAnyNumberOfReplicas()
    {
        var answers = new List<string>();
        var searches = new List<string>();
        foreach (var replicas in new[] { 1, 3 })
        {
            await using var app = await RunningApp.StartAsync(clone, replicas);
            await app.IndexAsync(Knowledge);
            for (var time = 0; time < 2; time++)
                answers.Add((await app.AskAsync(new { query = Questions.All[0].Query, mcts_iterations = 200, seed = 7 })).WithoutIdsAndTimes());
            for (var time = 0; time < 2; time++)
                searches.Add(await SearchChecks.SearchSeveralDomainsAsync(app));
        }

        answers.Distinct().ShouldHaveSingleItem();
        searches.Distinct().ShouldHaveSingleItem();
    }

    private static List<(string Document, string Text, int Start, int End)> Citations(JsonElement answer) =>
    [
        .. answer.GetProperty("metadata").GetProperty("citations").EnumerateArray().Select(citation => (
            citation.GetProperty("document_id").GetString()!,
            citation.GetProperty("text").GetString()!,
            citation.GetProperty("start").GetInt32(),
            citation.GetProperty("end").GetInt32())),
    ];

    private static async Task CitationsShouldBeVerbatimAsync(RunningApp app, JsonElement answer)
    {
        foreach (var (document, text, start, end) in Citations(answer))
        {
            using var stored = JsonDocument.Parse(await app.Client.GetStringAsync($"/documents/{document}"));
            stored.RootElement.GetProperty("text").GetString()![start..end].ShouldBe(text);
        }
    }
}
