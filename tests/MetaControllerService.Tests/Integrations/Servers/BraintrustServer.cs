using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.MetaControllerService.Tests.Integrations.Servers;

/// <summary>Projects, experiments and logs of Braintrust, by its OpenAPI description.</summary>
public sealed class BraintrustServer() : OutsideServer("bt-key-of-the-tests-8R")
{
    private static readonly string[] EventFields =
    [
        "id", "input", "output", "expected", "error", "scores", "metadata", "tags", "metrics", "context", "span_attributes", "created", "origin",
        "_object_delete", "_is_merge", "_merge_paths", "_parent_id", "span_id", "root_span_id", "span_parents",
    ];

    /// <summary>The ids of projects by name.</summary>
    public Dictionary<string, string> Projects { get; } = [];

    /// <summary>Experiments by id.</summary>
    public Dictionary<string, JsonObject> Experiments { get; } = [];

    /// <summary>The events of experiments and of projects' logs, by the object's id and their own.</summary>
    public Dictionary<string, Dictionary<string, JsonObject>> Events { get; } = [];

    /// <summary>How often an event was put.</summary>
    public int Puts { get; private set; }

    /// <inheritdoc/>
    protected override bool HasKey(HttpRequest request) => request.Headers.Authorization == $"Bearer {Key}";

    /// <inheritdoc/>
    protected override JsonNode? Answer(HttpRequest request, byte[] body)
    {
        var path = request.Path.Value!.Trim('/').Split('/');
        return (request.Method, path) switch
        {
            ("POST", ["v1", "project"]) => Project(body),
            ("POST", ["v1", "experiment"]) => Experiment(body),
            ("POST", ["v1", "experiment", var id, "insert"]) when Experiments.ContainsKey(id) => Insert(id, body),
            ("POST", ["v1", "project_logs", var id, "insert"]) when Projects.ContainsValue(id) => Insert(id, body),
            ("GET", ["v1", "experiment", var id, "summarize"]) when Experiments.TryGetValue(id, out var experiment) => Summary(id, experiment),
            _ => null,
        };
    }

    private JsonObject Project(byte[] body)
    {
        var name = Read(body, ["name"], "org_name", "description")["name"]!.GetValue<string>();
        if (!Projects.TryGetValue(name, out var id))
            Projects[name] = id = Guid.NewGuid().ToString();
        return new() { ["id"] = id, ["org_id"] = "org", ["name"] = name };
    }

    private JsonObject Experiment(byte[] body)
    {
        var read = Read(body, ["project_id"], "name", "description", "repo_info", "base_exp_id", "dataset_id", "dataset_version", "public", "metadata", "ensure_new");
        if (!Projects.ContainsValue(read["project_id"]!.GetValue<string>()) || read["metadata"] is not (null or JsonObject))
            throw new ComplaintException("project_id is no project, or metadata no object.");
        var existing = Experiments.FirstOrDefault(other => other.Value["name"]?.GetValue<string>() == read["name"]?.GetValue<string>());
        if (existing.Value is not null)
            return existing.Value.DeepClone().AsObject();
        var id = Guid.NewGuid().ToString();
        read["id"] = id;
        Experiments[id] = read;
        return read.DeepClone().AsObject();
    }

    private JsonObject Insert(string id, byte[] body)
    {
        var events = Read(body, ["events"])["events"]!.AsArray();
        foreach (var entry in events)
            CheckEvent(entry!.AsObject());
        if (!Events.TryGetValue(id, out var rows))
            Events[id] = rows = [];
        foreach (var entry in events)
        {
            rows[entry!["id"]!.GetValue<string>()] = entry.DeepClone().AsObject();
            Puts++;
        }

        return new() { ["row_ids"] = new JsonArray([.. events.Select(entry => entry!["id"]!.DeepClone())]) };
    }

    private static void CheckEvent(JsonObject entry)
    {
        Check(entry, ["id"], EventFields);
        foreach (var (name, score) in entry["scores"]?.AsObject() ?? [])
        {
            if (score?.GetValue<double>() is not (null or (>= 0 and <= 1)))
                throw new ComplaintException($"The score {name} must be from 0 to 1.");
        }

        foreach (var (name, metric) in entry["metrics"]?.AsObject() ?? [])
        {
            if (metric?.GetValueKind() != JsonValueKind.Number)
                throw new ComplaintException($"The metric {name} must be a number.");
        }

        if (entry["created"] is { } created)
            DateTimeOffset.Parse(created.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private JsonObject Summary(string id, JsonObject experiment)
    {
        var scores = Events.GetValueOrDefault(id, []).Values
            .SelectMany(entry => entry["scores"]?.AsObject().ToList() ?? [])
            .GroupBy(score => score.Key)
            .Select(group => KeyValuePair.Create(group.Key, (JsonNode?)new JsonObject { ["name"] = group.Key, ["score"] = group.Average(score => score.Value!.GetValue<double>()), ["improvements"] = 0, ["regressions"] = 0 }));
        return new()
        {
            ["project_name"] = "p",
            ["experiment_name"] = experiment["name"]!.DeepClone(),
            ["project_url"] = "https://www.braintrust.dev/app/p",
            ["experiment_url"] = "https://www.braintrust.dev/app/p/e",
            ["scores"] = new JsonObject(scores),
        };
    }
}
