using System.Net;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Mcts;
using MctsAspire.Testing;

namespace MctsAspire.Orchestrator.Tests.Rest;

public sealed class StreamTests : IAsyncLifetime
{
    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync()
    {
        _app = await RunningOrchestrator.StartAsync(_world, configure: settings => settings["Orchestrator__HeartbeatSeconds"] = "1");
        await _app.PostAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red." }, expected: HttpStatusCode.Created);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task EventsAreNumberedFromOneAndEndWithTheAnswer()
    {
        using var reader = await EventReader.OpenAsync(_app, new { query = "What colour is the tank?" });

        var events = await reader.RestAsync();

        events.Select(one => one.Id).ShouldBe(Enumerable.Range(1, events.Count));
        events[0].Name.ShouldBe("node_started");
        events[0].Data.Text("node").ShouldBe("retrieve_context");
        events[0].Data.Text("run_id").ShouldStartWith("run_");
        events[^1].Name.ShouldBe("final");
        events[^1].Data.Text("response").ShouldBe("The tank is red.");
        events.Select(one => one.Name).Distinct().Order().ShouldBe(["agent_result", "final", "node_finished", "node_started", "search_progress"]);
        events.Count(one => one.Name == "node_started").ShouldBe(events.Count(one => one.Name == "node_finished"));
    }

    [Fact]
    public async Task TheAnswerIsThatOfThePlainQuestion()
    {
        using var reader = await EventReader.OpenAsync(_app, new { query = "What colour is the tank?" });

        var streamed = (await reader.RestAsync())[^1].Data;

        streamed.WithoutIds().ShouldBe((await _app.PostAsync("/query", new { query = "What colour is the tank?" })).WithoutIds());
    }

    [Fact]
    public async Task ProgressIsSeenBeforeTheSearchEnds()
    {
        var gate = new Gate(_world, "search");
        using var reader = await EventReader.OpenAsync(_app, new { query = "What colour is the tank?" });

        (string Name, int Id, System.Text.Json.JsonElement Data)? next;
        do
            next = await reader.NextAsync();
        while (next!.Value.Name != "search_progress");

        next.Value.Data.GetProperty("total_iterations").GetInt32().ShouldBe(2);
        gate.Open();
        (await reader.RestAsync())[^1].Name.ShouldBe("final");
    }

    [Fact]
    public async Task ASilentRunGivesSignsOfLife()
    {
        var gate = new Gate(_world, "search");
        using var reader = await EventReader.OpenAsync(_app, new { query = "What colour is the tank?" });
        var rest = reader.RestAsync();

        await Eventually.GetAsync(() => Task.FromResult(reader.Comments), comments => comments >= 2);

        gate.Open();
        (await rest)[^1].Name.ShouldBe("final");
    }

    [Fact]
    public async Task ManyReportsOfALongSearchArePassedOn()
    {
        _world.Progress = _ => Enumerable.Range(1, 6_000).Select(i => new SearchProgress { Iterations = i, TotalIterations = 6_000 });

        using var reader = await EventReader.OpenAsync(_app, new { query = "What colour is the tank?" });
        var events = await reader.RestAsync();

        events.Count(one => one.Name == "search_progress").ShouldBeInRange(1_000, 6_000);
        events[^1].Name.ShouldBe("final");
    }
}
