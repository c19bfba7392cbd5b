using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Testing;

namespace MctsAspire.Orchestrator.Tests.Runs;

/// <summary>A real process of the Orchestrator is killed in the middle of a run, and another one takes the run up.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-crash-").FullName;
    private readonly FakeWorld _world = new();
    private FakeBackends _backends = null!;
    private ChildProcess? _process;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _backends = await FakeBackends.StartAsync(_world);
        await StartAsync();
        using var stored = await _client.PostAsJsonAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red." });
        stored.EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        await _backends.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("decompose")]
    [InlineData("critique")]
    [InlineData("search")]
    [InlineData("synthesize")]
    public async Task TheSameRequestFinishesARunThatWasKilledAndMakesNoRecordedCallAgain(string killedAt)
    {
        var body = new { query = "What colour is the tank?", thread_id = "t", mcts_iterations = 25 };
        var gate = new Gate(_world, killedAt);
        var lost = _client.PostAsJsonAsync("/query", body);
        await gate.Reached;
        await KillAsync();
        await Should.ThrowAsync<HttpRequestException>(() => lost);
        _world.Before = (_, _, _) => Task.CompletedTask;
        await StartAsync();
        var made = _world.Calls.Count;

        using var response = await _client.PostAsJsonAsync("/query", body);

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        answer.Text("response").ShouldBe("The tank is red.");
        answer.GetProperty("mcts_stats").GetProperty("root_visits").GetInt32().ShouldBe(25);

        // What was recorded before the kill, by the journal's own account, was not asked for again.
        var run = await _client.GetFromJsonAsync<JsonElement>("/runs/" + answer.GetProperty("metadata").Text("run_id"));
        var again = run.GetProperty("steps").GetArrayLength() - (_world.Calls.Count - made);
        again.ShouldBeGreaterThan(0);
        run.GetProperty("steps").EnumerateArray().Select(step => step.Text("step") + step.Text("kind")).ShouldBeUnique();
        foreach (var kind in new[] { "decompose", "critique", "search", "synthesize" }.Where(kind => kind != killedAt))
            _world.Count(kind).ShouldBeLessThanOrEqualTo(kind is "critique" or "decompose" && killedAt is "critique" or "decompose" ? 2 : 1);
    }

    [Fact]
    public async Task LookingAtAKilledRunFinishesIt()
    {
        var gate = new Gate(_world, "search");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/query/stream") { Content = JsonContent.Create(new { query = "What colour is the tank?" }) };
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        string? line;
        do
            line = await reader.ReadLineAsync();
        while (line?.StartsWith("data: ", StringComparison.Ordinal) != true);
        var runId = JsonElement.Parse(line["data: ".Length..]).Text("run_id");
        await gate.Reached;
        await KillAsync();
        var answered = _world.Count("answer");
        _world.Before = (_, _, _) => Task.CompletedTask;
        await StartAsync();

        var run = await _client.GetFromJsonAsync<JsonElement>("/runs/" + runId);

        run.Text("status").ShouldBe("completed");
        run.GetProperty("response").Text("response").ShouldBe("The tank is red.");
        _world.Count("answer").ShouldBe(answered);
        _world.Count("search").ShouldBe(2);
    }

    [Fact]
    public async Task AStoppedProcessEndsWithCodeZero()
    {
        _process!.Signal("TERM");

        (await _process.WaitForExitAsync(Patience)).ShouldBe(0);
    }

    private async Task KillAsync()
    {
        _process!.Signal("KILL");
        await _process.WaitForExitAsync(Patience);
        await _process.DisposeAsync();
    }

    private async Task StartAsync()
    {
        var http = FreePort.Next();
        var grpc = FreePort.Next();
        var environment = _backends.Environment();
        environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{http};http://127.0.0.1:{grpc}");
        environment["GRPC_PORT"] = grpc.ToString(CultureInfo.InvariantCulture);
        environment["MCTS_DATA_DIR"] = _folder;
        _process = ChildProcess.Start("dotnet", [typeof(RunningOrchestrator).Assembly.Location.Replace("Orchestrator.Tests.dll", "Orchestrator.dll", StringComparison.Ordinal)], environment);
        _client?.Dispose();
        _client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{http}")), Timeout = Patience };
        await _process.WaitForLineAsync(line => line.Contains("Application started", StringComparison.Ordinal), Patience);
    }
}
