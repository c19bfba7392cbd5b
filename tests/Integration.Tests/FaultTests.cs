using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.Integration.Tests;

[Collection(AppCollection.Name)]
public sealed class FaultTests(FaultApp faults) : IClassFixture<FaultApp>
{
    [RequiresFact("git")]
    public async Task AQueryAndASearchSucceedWhenTheReplicaThatSearchesForThemIsKilled()
    {
        var app = await faults.RunningAsync();
        var expected = await app.AskAsync(new { query = Questions.All[0].Query, mcts_iterations = 10_000, seed = 3 });

        var final = await KillInTheMiddleAsync(app, "/query/stream", new { query = Questions.All[0].Query, mcts_iterations = 10_000, seed = 3 });

        final.GetProperty("response").GetString().ShouldBe(expected.GetProperty("response").GetString());
        final.GetProperty("mcts_stats").GetProperty("root_visits").GetInt32().ShouldBe(10_000);
        final.GetProperty("mcts_stats").ToString().ShouldBe(expected.GetProperty("mcts_stats").ToString());
        await Eventually.HoldsAsync(() => app.Services.Of("MctsService").Count == 2, () => app.Output);

        var game = new { domain = "connect_four", iterations = 3_000_000, solver = false, seed = 5 };
        var found = await app.SearchAsync(game);
        var survived = await KillInTheMiddleAsync(app, "/search/stream", game);
        survived.WithoutIdsAndTimes().ShouldBe(found.WithoutIdsAndTimes());

        var verified = await app.PostAsync($"/artifacts/{survived.GetProperty("artifact_id").GetString()}/verify", null);
        verified.GetProperty("verified").GetBoolean().ShouldBeTrue(verified.ToString());
    }

    [RequiresFact("git")]
    public async Task AServiceThatIsDownGives503AndTheAppRecoversByItself()
    {
        var app = await faults.RunningAsync();

        // So that it stays down until somebody has asked: on a busy machine it would be back sooner.
        var host = app.Services.AppHost.ShouldNotBeNull();
        ChildProcess.Signal(host, "STOP");
        ChildProcess.Signal(app.Services.Of("LlmGateway").Single(), "KILL");
        using (var refused = await app.Client.PostAsJsonAsync("/query", new { query = "Is anybody there?" }))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await refused.Content.ReadAsStringAsync());
            refused.Headers.RetryAfter.ShouldNotBeNull();
            var error = await refused.Content.ReadFromJsonAsync<JsonElement>();
            error.GetProperty("error_code").GetString().ShouldBe("SERVICE_UNAVAILABLE");
        }

        ChildProcess.Signal(host, "CONT");
        await Eventually.HoldsAsync(async () =>
        {
            using var answer = await app.Client.PostAsJsonAsync("/query", new { query = Questions.All[0].Query, mcts_iterations = 10 });
            return answer.StatusCode == HttpStatusCode.OK;
        }, () => app.Output);
    }

    [RequiresFact("git")]
    public async Task NoServiceOutlivesAnAppHostThatIsKilled()
    {
        var app = await faults.RunningAsync();

        ChildProcess.Signal(app.Services.AppHost.ShouldNotBeNull(), "KILL");

        await Eventually.HoldsAsync(() => app.Services.All().Count == 0, () => string.Join('\n', app.Services.All()));
    }

    /// <summary>Kills the replica that works most when the first progress comes, and gives the last event's data.</summary>
    private static async Task<JsonElement> KillInTheMiddleAsync(RunningApp app, string path, object request)
    {
        var before = app.Services.Of("MctsService").ToDictionary(id => id, ServiceProcesses.ProcessorTime);
        var killed = false;
        JsonElement? final = null;
        await foreach (var (name, data) in app.StreamAsync(path, request))
        {
            if (name == "search_progress" && !killed)
            {
                killed = true;
                ChildProcess.Signal(before.Keys.MaxBy(id => ServiceProcesses.ProcessorTime(id) - before[id]), "KILL");
            }

            if (name == "final")
                final = data;
        }

        killed.ShouldBeTrue("no search_progress event came");
        return final.ShouldNotBeNull("there was no final event");
    }
}
