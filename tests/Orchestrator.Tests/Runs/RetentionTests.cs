using System.Net;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Orchestrator.Tests.Runs;

public sealed class RetentionTests
{
    private static readonly object Question = new { query = "What colour is the tank?" };

    [Fact]
    public async Task ARunIsKeptForThirtyDays()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await RunningOrchestrator.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        var run = "/runs/" + (await app.PostAsync("/query", Question)).GetProperty("metadata").Text("run_id");

        time.Advance(TimeSpan.FromDays(29));
        var later = "/runs/" + (await app.PostAsync("/query", Question)).GetProperty("metadata").Text("run_id");
        (await app.GetAsync(run)).Text("status").ShouldBe("completed");
        time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromHours(1));

        await Eventually.GetAsync(async () => (await app.Client.GetAsync(new Uri(run, UriKind.Relative))).StatusCode, status => status == HttpStatusCode.NotFound);
        (await app.GetAsync(later)).Text("status").ShouldBe("completed");
    }

    [Fact]
    public async Task OldRunsOfAnEarlierProcessAreDeletedAtTheStart()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var folder = Directory.CreateTempSubdirectory("mcts-old-").FullName;
        string run;
        await using (var earlier = await RunningOrchestrator.StartAsync(folder: folder))
            run = "/runs/" + (await earlier.PostAsync("/query", Question)).GetProperty("metadata").Text("run_id");
        time.Advance(TimeSpan.FromDays(31));

        await using (var app = await RunningOrchestrator.StartAsync(folder: folder, services: services => services.AddSingleton<TimeProvider>(time)))
            await Eventually.GetAsync(async () => (await app.Client.GetAsync(new Uri(run, UriKind.Relative))).StatusCode, status => status == HttpStatusCode.NotFound);

        Directory.Delete(folder, recursive: true);
    }
}
