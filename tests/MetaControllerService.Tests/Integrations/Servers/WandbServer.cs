using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.MetaControllerService.Tests.Integrations.Servers;

/// <summary>Weights &amp; Biases as its public client sees it: GraphQL, the lines of a run's files, and places to put files.</summary>
public sealed partial class WandbServer() : OutsideServer("wb-key-of-the-tests-9S")
{
    private static readonly Dictionary<string, (string[] Required, string[] Optional)> Inputs = new()
    {
        ["upsertBucket"] = (["name", "modelName"], ["id", "entityName", "groupName", "description", "displayName", "notes", "config", "commit", "host", "debug", "jobProgram", "jobRepo", "jobType", "state", "sweep", "tags", "summaryMetrics"]),
        ["createArtifact"] = (["entityName", "projectName", "artifactTypeName", "artifactCollectionName", "digest", "digestAlgorithm", "clientID", "sequenceClientID"], ["runName", "description", "aliases", "tags", "metadata", "ttlDurationSeconds", "historyStep", "enableDigestDeduplication", "distributedID", "storageRegion"]),
        ["createArtifactManifest"] = (["artifactID", "name", "digest", "entityName", "projectName", "runName", "type"], ["baseArtifactID"]),
        ["createArtifactFiles"] = (["artifactFiles", "storageLayout"], ["digestAlgorithm"]),
        ["commitArtifact"] = (["artifactID"], []),
    };

    /// <summary>Runs by name, as they were upserted last.</summary>
    public Dictionary<string, JsonObject> Runs { get; } = [];

    /// <summary>The lines of runs' files, by run and file.</summary>
    public Dictionary<(string Run, string File), List<string>> Lines { get; } = [];

    /// <summary>How often runs said that they go on.</summary>
    public int Beats { get; private set; }

    /// <summary>The exit codes of the runs that ended.</summary>
    public Dictionary<string, int> Ended { get; } = [];

    /// <summary>The digests of the artifacts that are whole, by id.</summary>
    public Dictionary<string, JsonObject> Artifacts { get; } = [];

    /// <summary>Files that were put, by place.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <inheritdoc/>
    protected override bool HasKey(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/storage", StringComparison.Ordinal))
            return request.Headers.Authorization.Count == 0;
        return request.Headers.Authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + Key));
    }

    /// <inheritdoc/>
    protected override JsonNode? Answer(HttpRequest request, byte[] body)
    {
        var path = request.Path.Value!.Trim('/').Split('/');
        return (request.Method, path) switch
        {
            ("POST", ["graphql"]) => new JsonObject { ["data"] = Ask(body) },
            ("POST", ["files", "team", "project", var run, "file_stream"]) when Runs.ContainsKey(run) => Stream(run, body),
            ("PUT", ["storage", var place]) => Put(request, place, body),
            _ => null,
        };
    }

    private JsonObject Ask(byte[] body)
    {
        var read = Read(body, ["query", "variables"], "operationName");
        var field = Field().Match(read["query"]!.GetValue<string>()).Groups[1].Value;
        if (!Inputs.TryGetValue(field, out var fields))
            throw new ComplaintException($"The schema has no {field}.");
        var input = read["variables"]!["input"]!.AsObject();
        // A digest that isn't known yet is an empty text, and names may be absent or null.
        foreach (var name in input.Where(entry => entry.Value is null).Select(entry => entry.Key).ToList())
            input.Remove(name);
        Check(input, fields.Required, fields.Optional);
        return new() { [field] = field switch { "upsertBucket" => Upsert(input), "createArtifact" => Create(input), "createArtifactManifest" => Manifest(input), "createArtifactFiles" => AddFiles(input), _ => Commit(input) } };
    }

    private JsonObject Upsert(JsonObject input)
    {
        var name = Text(input, "name");
        var inserted = !Runs.ContainsKey(name);
        foreach (var (setting, value) in JsonNode.Parse(Text(input, "config"))!.AsObject())
            Check(value!.AsObject(), [], "value", "desc", setting);
        Runs[name] = input.DeepClone().AsObject();
        return new() { ["bucket"] = new JsonObject { ["name"] = name, ["project"] = new JsonObject { ["name"] = "project", ["entity"] = new JsonObject { ["name"] = "team" } } }, ["inserted"] = inserted };
    }

    private JsonObject Stream(string run, byte[] body)
    {
        var read = Read(body, [], "files", "complete", "exitcode", "uploaded", "preempting");
        foreach (var (name, chunk) in read["files"]?.AsObject() ?? [])
        {
            Check(chunk!.AsObject(), ["offset", "content"]);
            if (!Lines.TryGetValue((run, name), out var lines))
                Lines[(run, name)] = lines = [];
            var offset = chunk!["offset"]!.GetValue<int>();
            if (offset > lines.Count)
                throw new ComplaintException($"{name} has {lines.Count} lines, and line {offset} would leave a gap.");
            var content = chunk["content"]!.AsArray().Select(line => line!.GetValue<string>()).ToList();
            content.ForEach(line => JsonNode.Parse(line)!.AsObject());
            lines.RemoveRange(offset, Math.Min(content.Count, lines.Count - offset));
            lines.InsertRange(offset, content);
        }

        if (read["complete"]?.GetValue<bool>() == false)
        {
            if (Ended.ContainsKey(run))
                throw new ComplaintException("A run that has ended goes on.");
            Beats++;
        }

        if (read["complete"]?.GetValue<bool>() == true)
            Ended[run] = read["exitcode"]!.GetValue<int>();
        return new() { ["exitcode"] = null, ["limits"] = new JsonObject() };
    }

    private JsonObject Create(JsonObject input)
    {
        var id = Artifacts.FirstOrDefault(other => Text(other.Value, "digest") == Text(input, "digest")).Key;
        if (id is null)
        {
            id = $"artifact-{Artifacts.Count}";
            input["state"] = "PENDING";
            Artifacts[id] = input.DeepClone().AsObject();
        }

        return new() { ["artifact"] = new JsonObject { ["id"] = id, ["state"] = Artifacts[id]["state"]!.DeepClone() } };
    }

    private JsonObject Manifest(JsonObject input)
    {
        var id = Text(input, "artifactID") + "-manifest";
        return new() { ["artifactManifest"] = new JsonObject { ["id"] = id, ["file"] = Place(id, Text(input, "digest")) } };
    }

    private JsonObject AddFiles(JsonObject input)
    {
        var file = input["artifactFiles"]!.AsArray().Single()!.AsObject();
        Check(file, ["artifactID", "artifactManifestID", "name", "md5"], "mimetype", "uploadPartsInput", "digest");
        var place = $"{Text(file, "artifactID")}-{Text(file, "name")}";
        var node = Files.ContainsKey(place) ? new JsonObject { ["id"] = place, ["uploadUrl"] = null, ["uploadHeaders"] = new JsonArray() } : Place(place, Text(file, "md5"));
        node["artifact"] = new JsonObject { ["id"] = Text(file, "artifactID") };
        return new() { ["files"] = new JsonObject { ["edges"] = new JsonArray(new JsonObject { ["node"] = node }) } };
    }

    private JsonObject Commit(JsonObject input)
    {
        var id = Text(input, "artifactID");
        var manifest = JsonNode.Parse(Files[id + "-manifest"])!.AsObject();
        Check(manifest, ["version", "storagePolicy", "storagePolicyConfig", "contents"]);
        var lines = new StringBuilder("wandb-artifact-manifest-v1\n");
        foreach (var (name, entry) in manifest["contents"]!.AsObject())
        {
            var content = Files[$"{id}-{name}"];
            if (content.Length != entry!["size"]!.GetValue<long>() || Sum(content) != Text(entry.AsObject(), "digest"))
                throw new ComplaintException($"{name} is not what the manifest says.");
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name}:{Text(entry.AsObject(), "digest")}\n");
        }

        if (Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(lines.ToString()))) != Text(Artifacts[id], "digest"))
            throw new ComplaintException("The artifact's digest is not that of its manifest.");
        Artifacts[id]["state"] = "COMMITTED";
        return new() { ["artifact"] = new JsonObject { ["id"] = id, ["digest"] = Artifacts[id]["digest"]!.DeepClone() } };
    }

    private JsonObject Put(HttpRequest request, string place, byte[] body)
    {
        if (request.Headers["Content-MD5"].ToString() is { Length: > 0 } sum && Sum(body) != sum)
            throw new ComplaintException("The file is not what its checksum says.");
        if (request.Headers["X-Permission"] != "yes")
            throw new ComplaintException("A header of the place is missing.");
        Files[place] = body;
        return [];
    }

    private JsonObject Place(string place, string md5) => new()
    {
        ["id"] = place,
        ["uploadUrl"] = new Uri(Address, "storage/" + Uri.EscapeDataString(place)).AbsoluteUri,
        ["uploadHeaders"] = md5.Length == 0 ? new JsonArray("X-Permission:yes") : new JsonArray("X-Permission:yes", "Content-MD5:" + md5),
    };

    private static string Sum(byte[] content) => Convert.ToBase64String(MD5.HashData(content));

    private static string Text(JsonObject input, string name) => input[name]!.GetValue<string>();

    [GeneratedRegex(@"\{\s*(\w+)\(input: \$input\)")]
    private static partial Regex Field();
}
