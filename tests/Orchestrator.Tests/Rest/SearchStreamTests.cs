using System.Net;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Tests.Rest;

public sealed class SearchStreamTests : IAsyncLifetime
{
    private static readonly object Bandit = new { domain = "bandit" };

    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync() => _app = await RunningOrchestrator.StartAsync(_world);

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task AStreamTellsTheSearchsIdItsProgressAndItsResult()
    {
        using var reader = await EventReader.OpenAsync(_app, "/search/stream", Bandit);

        var events = await reader.RestAsync();

        events.Select(one => one.Name).ShouldBe(["started", "search_progress", "final"]);
        events.Select(one => one.Id).ShouldBe([1, 2, 3]);
        events[0].Data.Text("search_id").ShouldStartWith("search_");
        events[1].Data.GetProperty("principal_variation")[1].GetString().ShouldBe("conclude");
        events[2].Data.Text("best_action").ShouldBe("quote");
        events[2].Data.Text("artifact_id").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task AStoppedSearchEndsWithTheBestSoFar()
    {
        var gate = new Gate(_world, "search");
        var refusals = 1;
        _world.Stop = _ =>
        {
            // As a replica that has not heard of the search yet.
            if (Interlocked.Decrement(ref refusals) >= 0)
                throw new NotFoundException("There is no such search.");
            gate.Open();
            return new StopSearchResponse();
        };
        _world.Search = request =>
        {
            var found = FakeWorld.Found(request, null);
            found.StopReason = "cancelled";
            return found;
        };
        using var reader = await EventReader.OpenAsync(_app, "/search/stream", Bandit);
        var id = (await reader.NextAsync())!.Value.Data.Text("search_id");
        await gate.Reached;

        var stopped = await _app.PostAsync($"/search/{id}/stop", new { }, expected: HttpStatusCode.Accepted);

        stopped.Text("status").ShouldBe("stopping");
        var final = (await reader.RestAsync())[^1];
        final.Name.ShouldBe("final");
        final.Data.Text("stop_reason").ShouldBe("cancelled");
        _world.Calls.Count(call => call.Kind == "stop").ShouldBe(2);
        _world.Calls.Last(call => call.Kind == "stop").Step.ShouldBe(id);
        await _app.PostAsync($"/search/{id}/stop", new { }, expected: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task OnlyItsOwnerStopsASearch()
    {
        var gate = new Gate(_world, "search");
        using var reader = await EventReader.OpenAsync(_app, "/search/stream", Bandit);
        var id = (await reader.NextAsync())!.Value.Data.Text("search_id");

        var refused = await _app.PostAsync($"/search/{id}/stop", new { }, client: "client_9", expected: HttpStatusCode.NotFound);

        refused.Text("message").ShouldStartWith("search_id: ");
        gate.Open();
        (await reader.RestAsync())[^1].Data.Text("stop_reason").ShouldBe("early_stop");
        _world.Count("stop").ShouldBe(0);
    }

    [Fact]
    public async Task APlainSearchIsStoppedByTheIdThatItsClientGaveIt()
    {
        var gate = new Gate(_world, "search");
        _world.Stop = _ =>
        {
            gate.Open();
            return new StopSearchResponse();
        };
        var search = _app.PostAsync("/search", new { domain = "bandit", search_id = "mine" });
        await gate.Reached;

        // Another client's search may be called the same.
        await _app.PostAsync("/search/mine/stop", new { }, client: "client_9", expected: HttpStatusCode.NotFound);
        var stopped = await _app.PostAsync("/search/mine/stop", new { }, expected: HttpStatusCode.Accepted);

        stopped.Text("search_id").ShouldBe("mine");
        (await search).Text("best_action").ShouldBe("quote");
        _world.Calls.Last(call => call.Kind == "stop").Step.ShouldStartWith("search_");
        await _app.PostAsync("/search/mine/stop", new { }, expected: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task AnIdThatIsOnItsWayIsAConflictUntilItsSearchHasEnded()
    {
        var gate = new Gate(_world, "search");
        var first = _app.PostAsync("/search", new { domain = "bandit", search_id = "twice" });
        await gate.Reached;

        var refused = await _app.PostAsync("/search", new { domain = "bandit", search_id = "twice" }, expected: HttpStatusCode.Conflict);

        refused.Text("message").ShouldStartWith("search_id: ");
        gate.Open();
        await first;
        await _app.PostAsync("/search", new { domain = "bandit", search_id = "twice" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../stop")]
    public async Task AnIdOfOtherCharactersIsRefused(string id) =>
        (await _app.PostAsync("/search", new { domain = "bandit", search_id = id }, expected: HttpStatusCode.BadRequest)).Text("message").ShouldStartWith("search_id: ");

    [Theory]
    [InlineData("/search")]
    [InlineData("/search/stream")]
    public async Task AClientThatLeavesCancelsItsSearch(string path)
    {
        var gate = new Gate(_world, "search");
        using var leaving = new CancellationTokenSource();
        using var body = System.Net.Http.Json.JsonContent.Create(Bandit);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        var answer = _app.Client.SendAsync(request, HttpCompletionOption.ResponseContentRead, leaving.Token);
        await gate.Reached;

        await leaving.CancelAsync();

        await gate.Cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await answer.ShouldThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task AFailureInTheMiddleIsTheLastEvent()
    {
        var gate = new Gate(_world, "search");
        _world.Search = _ => throw new MctsException("It failed.");
        using var reader = await EventReader.OpenAsync(_app, "/search/stream", Bandit);
        await gate.Reached;

        gate.Open();

        var last = (await reader.RestAsync())[^1];
        last.Name.ShouldBe("error");
        last.Data.Text("error_code").ShouldBe("MCTS_ERROR");
    }
}
