using System.Net.Http.Json;
using System.Text.Json;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Meta;
using MctsAspire.Testing;
using Microsoft.Data.Sqlite;

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
        var recorded = RecordedKinds();
        recorded.ShouldNotBeEmpty();
        _world.Before = (_, _, _) => Task.CompletedTask;
        await StartAsync();
        var made = _world.Calls.Count;

        using var response = await _client.PostAsJsonAsync("/query", body);

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        answer.Text("response").ShouldBe("The tank is red.");
        answer.GetProperty("mcts_stats").GetProperty("root_visits").GetInt32().ShouldBe(25);
        var run = await _client.GetFromJsonAsync<JsonElement>("/runs/" + answer.GetProperty("metadata").Text("run_id"));
        var missing = run.GetProperty("steps").EnumerateArray().Select(step => step.Text("kind")).ToList();
        recorded.ForEach(kind => missing.Remove(kind).ShouldBeTrue());
        // What the run decided is told after its end, and is no part of it.
        _world.Calls.Skip(made).Select(call => call.Kind).Where(kind => kind != "decisions").Order().ShouldBe(missing.Order());
    }

    [Theory]
    [InlineData("decompose")]
    [InlineData("search")]
    public async Task ARunThatRoutesItselfTakesTheSameWayAfterAKillWhateverTheRouterSaysThen(string killedAt)
    {
        var body = new { query = "What colour is the tank?", thread_id = "t", mcts_iterations = 25 };
        _world.Predict = request => Sure(request.States.Count == 1 ? "hrm" : "mcts");
        var gate = new Gate(_world, killedAt);
        var lost = _client.PostAsJsonAsync("/agents/auto", body);
        await gate.Reached;
        await KillAsync();
        await Should.ThrowAsync<HttpRequestException>(() => lost);
        var decided = RecordedKinds().Count(kind => kind == "prediction");
        var decomposed = _world.Count("decompose");
        _world.Before = (_, _, _) => Task.CompletedTask;
        _world.Predict = request => Sure(request.States.Count == 1 ? "trm" : "mcts");
        await StartAsync();

        using var response = await _client.PostAsJsonAsync("/agents/auto", body);

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        answer.Text("agent").ShouldBe("mcts");
        answer.GetProperty("metadata").GetProperty("agents_used").EnumerateArray().Select(agent => agent.GetString()).ShouldBe(["hrm", "mcts"]);
        _world.Count("prediction").ShouldBe(2);
        decided.ShouldBe(killedAt == "search" ? 2 : 1);
        _world.Count("decompose").ShouldBe(killedAt == "search" ? decomposed : decomposed + 1);
    }

    [Fact]
    public async Task LookingAtAKilledRunFinishesIt()
    {
        var gate = new Gate(_world, "search");
        using var begun = await BeginAsync();
        var runId = await RunIdAsync(begun);
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
    public async Task ARunThatIsTakenUpIsHeldToWhatItsClientMayUse()
    {
        var gate = new Gate(_world, "search");
        using var begun = await BeginAsync();
        var runId = await RunIdAsync(begun);
        await gate.Reached;
        await KillAsync();
        _world.Before = (_, _, _) => Task.CompletedTask;
        await StartAsync();
        _client.DefaultRequestHeaders.Add("X-Client-Allowance", "iterations=1");

        var run = await _client.GetFromJsonAsync<JsonElement>("/runs/" + runId);

        run.Text("status").ShouldBe("completed");
        run.GetProperty("response").GetProperty("metadata").Text("stop_reason").ShouldBe("budget");
        _world.Count("search").ShouldBe(1);
    }

    private async Task<HttpResponseMessage> BeginAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/query/stream") { Content = JsonContent.Create(new { query = "What colour is the tank?" }) };
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<string> RunIdAsync(HttpResponseMessage begun)
    {
        var reader = new StreamReader(await begun.Content.ReadAsStreamAsync());
        string? line;
        do
            line = await reader.ReadLineAsync();
        while (line?.StartsWith("data: ", StringComparison.Ordinal) != true);
        return JsonElement.Parse(line["data: ".Length..]).Text("run_id");
    }

    [Fact]
    public async Task AStoppedProcessEndsWithCodeZero()
    {
        _process!.Signal("TERM");

        (await _process.WaitForExitAsync(Patience)).ShouldBe(0);
    }

    private static Prediction Sure(string agent) => new() { Agent = agent, Confidence = 0.9, Probabilities = { 0.9, 0.05, 0.05 }, ModelVersion = "0123456789ab" };

    /// <summary>The kinds of the calls that the journal holds.</summary>
    private List<string> RecordedKinds()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "orchestrator", "runs.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT kind FROM journal";
        using var reader = command.ExecuteReader();
        var kinds = new List<string>();
        while (reader.Read())
            kinds.Add(reader.GetString(0));
        return kinds;
    }

    private async Task KillAsync()
    {
        _process!.Signal("KILL");
        await _process.WaitForExitAsync(Patience);
        await _process.DisposeAsync();
    }

    private async Task StartAsync()
    {
        var environment = _backends.Environment();
        environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        environment["MCTS_DATA_DIR"] = _folder;
        environment["Orchestrator__RouterTimeoutSeconds"] = "600";
        _process = ChildProcess.Start("dotnet", [typeof(RunningOrchestrator).Assembly.Location.Replace("Orchestrator.Tests.dll", "Orchestrator.dll", StringComparison.Ordinal)], environment);
        const string Listening = "Now listening on: ";
        var line = await _process.WaitForLineAsync(line => line.Contains(Listening, StringComparison.Ordinal), Patience);
        var address = line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..];
        _client?.Dispose();
        _client = new HttpClient { BaseAddress = new Uri(address[..address.IndexOf('"', StringComparison.Ordinal)]), Timeout = Patience };
        await _process.WaitForLineAsync(line => line.Contains("Application started", StringComparison.Ordinal), Patience);
    }
}
