using System.Globalization;
using System.Net.Http.Json;
using MctsAspire.Integration.Tests.Telemetry;

namespace MctsAspire.Integration.Tests.Surface;

/// <summary>A whole app that has answered a request of every kind, for tests of what it shows to the outside.</summary>
public sealed class SurfaceApp(CleanClone clone) : IAsyncLifetime
{
    /// <summary>The services, by the names of their projects.</summary>
    public static readonly string[] Projects = ["Gateway", "Orchestrator", "MctsService", "LlmGateway", "MetaControllerService"];

    private TraceReceiver _receiver = null!;

    internal RunningApp App { get; private set; } = null!;

    /// <summary>The services of each trace that was seen so far.</summary>
    public IReadOnlyList<IReadOnlyCollection<string>> Traces => _receiver.Traces;

    /// <summary>Every answer in JSON, with the operation of the OpenAPI document that gave it.</summary>
    public IReadOnlyList<(string Operation, int Status, string Body)> Answers { get; private set; } = [];

    /// <summary>Starts the app and asks it everything.</summary>
    public async Task InitializeAsync()
    {
        _receiver = await TraceReceiver.StartAsync();
        App = await RunningApp.StartAsync(clone, replicas: 1, environment:
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", _receiver.Endpoint),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ]);
        var answers = new List<(string, int, string)>();
        async Task<System.Text.Json.JsonElement> AskAsync(string operation, HttpMethod method, string path, object? body = null)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            using var response = await App.Client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            answers.Add((operation, (int)response.StatusCode, text));
            return System.Text.Json.JsonElement.Parse(text);
        }

        await AskAsync("store_documents", HttpMethod.Post, "/documents", new { id = "menu", title = "The canteen", text = "Lunch is served from 11:30 to 14:00. On Fridays there is fish." });
        var answer = await AskAsync("query", HttpMethod.Post, "/query", new { query = "When is lunch served?", mcts_iterations = 20, thread_id = "session_123" });
        await AskAsync("query", HttpMethod.Post, "/query", new { query = "" });
        await AskAsync("run_agent", HttpMethod.Post, "/agents/trm", new { query = "When is lunch served?" });
        await AskAsync("run_agent", HttpMethod.Post, "/agents/nobody", new { query = "When is lunch served?" });
        await AskAsync("search", HttpMethod.Post, "/search", new { domain = "tic_tac_toe", iterations = 200, explain = true });
        await AskAsync("search", HttpMethod.Post, "/search", new { domain = "bandit", iterations = 100, certificate = new { epsilon = 0.1 } });
        await AskAsync("stop_search", HttpMethod.Post, "/search/none/stop");
        await AskAsync("create_chat_completion", HttpMethod.Post, "/v1/chat/completions", new { model = "hrm", messages = new[] { new { role = "user", content = "When is lunch served?" } } });
        await AskAsync("create_chat_completion", HttpMethod.Post, "/v1/chat/completions", new { model = "nobody" });
        await AskAsync("get_run", HttpMethod.Get, $"/runs/{answer.GetProperty("metadata").GetProperty("run_id").GetString()}");
        await AskAsync("get_run", HttpMethod.Get, "/runs/none");
        await AskAsync("list_documents", HttpMethod.Get, "/documents");
        await AskAsync("get_document", HttpMethod.Get, "/documents/menu");
        var artifacts = await AskAsync("list_artifacts", HttpMethod.Get, "/artifacts");
        var artifact = artifacts.GetProperty("artifacts")[0].GetProperty("artifact_id").GetString();
        await AskAsync("get_artifact", HttpMethod.Get, $"/artifacts/{artifact}");
        await AskAsync("verify_artifact", HttpMethod.Post, $"/artifacts/{artifact}/verify");
        await AskAsync("list_domains", HttpMethod.Get, "/domains");
        await AskAsync("get_budget", HttpMethod.Get, "/budget");
        await AskAsync("get_stats", HttpMethod.Get, "/stats");
        await AskAsync("list_models", HttpMethod.Get, "/v1/models");
        await AskAsync("get_model", HttpMethod.Get, "/v1/models/mcts");
        await AskAsync("health", HttpMethod.Get, "/health");
        await AskAsync("ready", HttpMethod.Get, "/ready");
        Answers = answers;
    }

    /// <summary>The address where a service answers HTTP/1.1, found among the ports that its process listens on.</summary>
    /// <param name="project">The name of its project.</param>
    public async Task<Uri> AddressAsync(string project)
    {
        if (project == "Gateway")
            return App.Client.BaseAddress!;
        foreach (var port in Ports(App.Services.Of(project)))
        {
            var address = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}"));
            try
            {
                using var response = await App.Client.GetAsync(new Uri(address, "/health"));
                if (response.IsSuccessStatusCode)
                    return address;
            }
            catch (HttpRequestException)
            {
                // The port for gRPC.
            }
        }

        throw new InvalidOperationException($"No process of {project} answers /health.");
    }

    /// <summary>Ends the app.</summary>
    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    /// <summary>The TCP ports that processes listen on, as Linux shows them.</summary>
    private static IEnumerable<int> Ports(IReadOnlyList<int> processes)
    {
        var sockets = processes.SelectMany(process => Directory.EnumerateFiles($"/proc/{process}/fd"))
            .Select(file => new FileInfo(file).LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target[8..^1])
            .ToHashSet(StringComparer.Ordinal);
        const string listening = "0A";
        return from file in (string[])["/proc/net/tcp", "/proc/net/tcp6"]
               where File.Exists(file)
               from line in File.ReadLines(file).Skip(1)
               let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where fields[3] == listening && sockets.Contains(fields[9])
               select int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
