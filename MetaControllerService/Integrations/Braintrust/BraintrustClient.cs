using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Integrations.Http;

namespace MctsAspire.MetaControllerService.Integrations.Braintrust;

/// <summary>The part of Braintrust's REST API that experiments and logs need, as its OpenAPI description has it.</summary>
/// <param name="calls">The calls.</param>
internal sealed class BraintrustClient(ServiceCalls calls)
{
    /// <summary>Events of one insert at most.</summary>
    public const int MostEvents = 100;

    /// <summary>The id of a project; one that isn't there is made.</summary>
    /// <param name="name">The project's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<string> OpenProjectAsync(string name, CancellationToken cancellationToken) =>
        calls.SendAsync(() => Message(HttpMethod.Post, "v1/project", new { name }), IdOf, cancellationToken);

    /// <summary>The id of an experiment; one that isn't there is made.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="name">The experiment's name, which it is known by within the project.</param>
    /// <param name="description">What it is.</param>
    /// <param name="metadata">Its settings.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<string> OpenExperimentAsync(string projectId, string name, string description, JsonElement metadata, CancellationToken cancellationToken) =>
        calls.SendAsync(() => Message(HttpMethod.Post, "v1/experiment", new { project_id = projectId, name, description, metadata }), IdOf, cancellationToken);

    /// <summary>Puts events into an experiment; one whose id is there is replaced.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="events">The events, 1 to <see cref="MostEvents"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task InsertExperimentAsync(string experimentId, IReadOnlyList<JsonObject> events, CancellationToken cancellationToken) =>
        InsertAsync($"v1/experiment/{Uri.EscapeDataString(experimentId)}/insert", events, cancellationToken);

    /// <summary>Puts events into a project's log; one whose id is there is replaced.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="events">The events, 1 to <see cref="MostEvents"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task InsertLogsAsync(string projectId, IReadOnlyList<JsonObject> events, CancellationToken cancellationToken) =>
        InsertAsync($"v1/project_logs/{Uri.EscapeDataString(projectId)}/insert", events, cancellationToken);

    /// <summary>What came out of an experiment.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<BraintrustSummary> SummarizeAsync(string experimentId, CancellationToken cancellationToken) => calls.SendAsync(
        () => Message<object>(HttpMethod.Get, $"v1/experiment/{Uri.EscapeDataString(experimentId)}/summarize?summarize_scores=true", null),
        answer => new BraintrustSummary(
            answer.GetProperty("experiment_name").GetString() ?? throw new JsonException(),
            answer.GetProperty("experiment_url").GetString() ?? throw new JsonException(),
            Means(answer, "scores", "score"),
            Means(answer, "metrics", "metric")),
        cancellationToken);

    private async Task InsertAsync(string path, IReadOnlyList<JsonObject> events, CancellationToken cancellationToken)
    {
        var rows = await calls.SendAsync(() => Message(HttpMethod.Post, path, new { events }), answer => answer.GetProperty("row_ids").GetArrayLength(), cancellationToken);
        if (rows != events.Count)
            throw calls.Unreadable();
    }

    private HttpRequestMessage Message<T>(HttpMethod method, string path, T? body)
        where T : class
    {
        var message = new HttpRequestMessage(method, calls.Address.At(path));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", calls.Address.Key.Reveal());
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
            message.Content = JsonBody.Of(body);
        return message;
    }

    private static string IdOf(JsonElement answer) => answer.GetProperty("id").GetString() is { Length: > 0 } id ? id : throw new JsonException();

    private static Dictionary<string, double> Means(JsonElement answer, string group, string value)
    {
        var means = new Dictionary<string, double>(StringComparer.Ordinal);
        if (answer.TryGetProperty(group, out var all) && all.ValueKind == JsonValueKind.Object)
        {
            foreach (var one in all.EnumerateObject())
                means[one.Name] = one.Value.GetProperty(value).GetDouble();
        }

        return means;
    }
}
