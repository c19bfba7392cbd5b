using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.MetaControllerService.Tests.Collection;

/// <summary>The app's front door, with answers of its own.</summary>
internal sealed class FakeGateway : HttpMessageHandler
{
    private int _requests;

    /// <summary>The paths that were asked for, in order.</summary>
    public List<string> Paths { get; } = [];

    /// <summary>Answers before anything else does; null: the usual answer.</summary>
    public Func<int, HttpResponseMessage?> Instead { get; set; } = _ => null;

    public HttpClient Client() => new(this, disposeHandler: false) { BaseAddress = new Uri("http://gateway/") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        int number;
        lock (Paths)
        {
            number = ++_requests;
            Paths.Add(request.RequestUri!.AbsolutePath);
        }

        if (Instead(number) is { } answer)
            return answer;
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        return new(HttpStatusCode.OK) { Content = JsonContent.Create(Answer(request.RequestUri!.AbsolutePath, body), options: StrictJson.Options) };
    }

    private static object Answer(string path, string body) => path switch
    {
        "/documents" => new { documents = Array.Empty<object>(), total = 0 },
        "/query" => Query(body),
        "/agents/mcts" => Agent("mcts", body, search: true),
        "/agents/auto" => Auto(body),
        "/agents/hrm" => Agent("hrm", body, search: false),
        "/agents/trm" => Agent("trm", body, search: false),
        _ => Run(path.Split('/')[^1]),
    };

    private static Dictionary<string, object?> Agent(string agent, string body, bool search) => new()
    {
        ["agent"] = agent,
        ["response"] = "The documents do not say.",
        ["confidence"] = agent == "hrm" ? 0.3 : 0.6,
        ["mcts_stats"] = search ? Stats() : null,
        ["processing_time_ms"] = 1.5,
        ["metadata"] = Metadata(agent, body),
    };

    private static Dictionary<string, object?> Auto(string body)
    {
        var answer = Agent("mcts", body, search: true);
        var metadata = (Dictionary<string, object?>)answer["metadata"]!;
        metadata["agents_used"] = (string[])["hrm", "mcts"];
        metadata["routing"] = ((string[])["hrm", "mcts"]).Select(agent => new
        {
            agent,
            by_rules = agent == "hrm",
            reason = agent == "hrm" ? "not_confident" : null,
            explored = false,
            propensity = 1,
            probabilities = new { hrm = 0.2, trm = 0.1, mcts = 0.7 },
            model_version = "0123456789ab",
        });
        return answer;
    }

    private static Dictionary<string, object?> Query(string body)
    {
        var search = JsonDocument.Parse(body).RootElement.GetProperty("use_mcts").GetBoolean();
        var metadata = Metadata("query", body);
        metadata["stop_reason"] = "consensus";
        metadata["iterations"] = 2;
        metadata["confidence_scores"] = new Dictionary<string, double>();
        return new()
        {
            ["response"] = "The documents do not say.",
            ["confidence"] = 0.5,
            ["agents_used"] = search ? (string[])["hrm", "trm", "mcts"] : ["hrm", "trm"],
            ["mcts_stats"] = search ? Stats() : null,
            ["processing_time_ms"] = 2.5,
            ["metadata"] = metadata,
        };
    }

    private static Dictionary<string, object?> Metadata(string run, string body) => new()
    {
        ["client_id"] = "client_0",
        ["thread_id"] = "thread",
        ["rag_enabled"] = JsonDocument.Parse(body).RootElement.GetProperty("use_rag").GetBoolean(),
        ["run_id"] = run,
        ["seed"] = 7,
        ["provider"] = "embedded",
        ["model"] = "extractive",
        ["answerable"] = false,
        ["citations"] = Array.Empty<object>(),
    };

    private static Dictionary<string, object?> Stats() => new()
    {
        ["iterations"] = 100,
        ["root_visits"] = 100,
        ["num_children"] = 2,
        ["best_action"] = "conclude",
        ["best_action_value"] = 12.0,
        ["returns_low"] = 0.0,
        ["returns_high"] = 16.0,
        ["action_stats"] = new Dictionary<string, object>(),
        ["total_simulations"] = 100,
        ["cache_hits"] = 40,
        ["cache_misses"] = 60,
        ["cache_hit_rate"] = 0.4,
        ["seed"] = 7,
        ["nodes"] = 50,
        ["depth"] = 3,
        ["principal_variation"] = (string[])["conclude"],
        ["stop_reason"] = "iterations",
    };

    private static Dictionary<string, object?> Run(string run) => new()
    {
        ["run_id"] = run,
        ["thread_id"] = "thread",
        ["status"] = "completed",
        ["started_at"] = DateTimeOffset.UnixEpoch,
        ["request"] = new { },
        ["steps"] = ((string[])["retrieval", run == "mcts" ? "search" : "answer", "prediction"]).Select(kind => new
        {
            step = kind,
            kind,
            request_hash = "00",
            recorded_at = DateTimeOffset.UnixEpoch,
            duration_ms = 1,
        }),
    };
}
