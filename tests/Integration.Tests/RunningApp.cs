using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.Integration.Tests;

/// <summary>The whole app, started by the first command of the README, with local data of its own.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    /// <summary>The key of its one client.</summary>
    public const string ApiKey = "mcts_key-of-the-end-to-end-tests";
    private readonly ChildProcess _process;
    private readonly string _dataFolder;

    private RunningApp(ChildProcess process, string folder, string dataFolder, int port)
    {
        _process = process;
        _dataFolder = dataFolder;
        Services = new ServiceProcesses(folder, dataFolder);
        Client = new HttpClient { BaseAddress = new Uri(FormattableString.Invariant($"http://localhost:{port}")), Timeout = TimeSpan.FromMinutes(5) };
        Client.DefaultRequestHeaders.Add("X-API-Key", ApiKey);
    }

    /// <summary>A client of the front door that sends the development key.</summary>
    public HttpClient Client { get; }

    /// <summary>The processes of the app's services.</summary>
    public ServiceProcesses Services { get; }

    /// <summary>The folder of its data.</summary>
    public string DataFolder => _dataFolder;

    /// <summary>What the app printed so far.</summary>
    public string Output => _process.Output;

    /// <summary>Starts the app in a clone of the repository and waits until it says that it is ready.</summary>
    public static async Task<RunningApp> StartAsync(CleanClone clone, int replicas = 2, IEnumerable<KeyValuePair<string, string?>>? environment = null, params string[] options)
    {
        var port = FreePort.Next();
        var dataFolder = Directory.CreateTempSubdirectory("mcts-data-").FullName;
        // Only the first start builds, as a newcomer's first command does: each of the others would spend half its time on finding nothing to build.
        string[] run = clone.IsBuilt ? ["run", "--no-build"] : ["run"];
        var process = ChildProcess.Start(
            "dotnet",
            [.. run, "--project", "AppHost", "--", "--port", port.ToString(CultureInfo.InvariantCulture), "--replicas", replicas.ToString(CultureInfo.InvariantCulture), .. options],
            [.. Environment(dataFolder), .. environment ?? []],
            clone.Folder);
        var app = new RunningApp(process, clone.Folder, dataFolder, port);
        try
        {
            await process.WaitForLineAsync(line => line.Contains("ready: http://localhost:", StringComparison.Ordinal), TimeSpan.FromMinutes(8));
            clone.IsBuilt = true;
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>The environment of a newcomer: nothing configured, and no build server left behind.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Environment(string dataFolder) =>
    [
        new("MCTS_DATA_DIR", dataFolder),
        new("MCTS_API_KEY", ApiKey),
        new("MSBUILDDISABLENODEREUSE", "1"),
        // One client asks more in a minute than people do.
        new("ApiKeys__0__Limits__PerSecond", "100000"),
        new("ApiKeys__0__Limits__PerMinute", "100000"),
        new("ApiKeys__0__Limits__PerHour", "100000"),
        new("ApiKeys__0__Limits__PerDay", "100000"),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", null),
        new("LLM_PROVIDER", null),
        new("OPENAI_API_KEY", null),
        new("CI", null),
    ];

    /// <summary>Posts every document of a folder.</summary>
    public async Task IndexAsync(string documents)
    {
        var bodies = Directory.EnumerateFiles(documents, "*.md").Order(StringComparer.Ordinal).Select(file => new
        {
            id = Path.GetFileNameWithoutExtension(file),
            title = File.ReadLines(file).First(line => line.StartsWith("# ", StringComparison.Ordinal))[2..].Trim(),
            text = File.ReadAllText(file),
        });
        using var answer = await Client.PostAsJsonAsync("/documents", bodies);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Asks a question and gives the whole answer.</summary>
    public Task<JsonElement> AskAsync(object request) => PostAsync("/query", JsonContent.Create(request));

    /// <summary>Runs a search and gives the whole answer.</summary>
    public Task<JsonElement> SearchAsync(object request) => PostAsync("/search", JsonContent.Create(request));

    /// <summary>Posts what must succeed.</summary>
    public async Task<JsonElement> PostAsync(string path, HttpContent? content)
    {
        using var answer = await Client.PostAsync(new Uri(path, UriKind.Relative), content);
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, body);
        return JsonElement.Parse(body);
    }

    /// <summary>Posts a request and gives the events of its answer as they come.</summary>
    public async IAsyncEnumerable<(string Name, JsonElement Data)> StreamAsync(string path, object request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(request) };
        using var answer = await Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var body = await answer.Content.ReadAsStreamAsync();
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(body).EnumerateAsync())
            yield return (item.EventType, JsonElement.Parse(item.Data));
    }

    /// <summary>Asks the app to stop as Ctrl-C does and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        // dotnet run passes a terminal's Ctrl-C on by sharing the terminal; without one the app itself gets the signal.
        ChildProcess.Signal(Services.AppHost ?? _process.Id, "INT");
        return await _process.WaitForExitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Ends the app, gently if it still runs, and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            await StopAsync();
        await _process.DisposeAsync();
        Directory.Delete(_dataFolder, recursive: true);
    }
}
