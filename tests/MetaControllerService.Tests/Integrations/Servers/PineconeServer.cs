using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.MetaControllerService.Tests.Integrations.Servers;

/// <summary>Pinecone's data plane for one index, by its OpenAPI description of 2025-10 and its documented limits.</summary>
public sealed class PineconeServer(int dimension = 10) : OutsideServer("pc-key-of-the-tests-7Q")
{
    /// <summary>The vectors by namespace and id.</summary>
    public Dictionary<string, SortedDictionary<string, JsonObject>> Namespaces { get; } = [];

    /// <summary>How often a vector was put.</summary>
    public int Puts { get; private set; }

    /// <summary>The vectors of a namespace.</summary>
    public SortedDictionary<string, JsonObject> In(string name) => Namespaces.TryGetValue(name, out var found) ? found : Namespaces[name] = new(StringComparer.Ordinal);

    /// <summary>The ids of the decisions.</summary>
    public List<string> Ids() => [.. In("meta_controller").Keys];

    /// <inheritdoc/>
    protected override bool HasKey(HttpRequest request) => request.Headers["Api-Key"] == Key;

    /// <inheritdoc/>
    protected override JsonNode? Answer(HttpRequest request, byte[] body)
    {
        if (request.Headers["X-Pinecone-Api-Version"] != "2025-10")
            throw new ComplaintException("X-Pinecone-Api-Version is missing or another.");
        return $"{request.Method} {request.Path}" switch
        {
            "POST /describe_index_stats" => Describe(body),
            "POST /vectors/upsert" => Upsert(body),
            "POST /query" => Query(body),
            "GET /vectors/list" => List(request.Query),
            "GET /vectors/fetch" => Fetch(request.Query),
            _ => null,
        };
    }

    private JsonObject Describe(byte[] body)
    {
        Read(body, [], "filter");
        return new() { ["namespaces"] = new JsonObject(), ["dimension"] = dimension, ["totalVectorCount"] = Namespaces.Sum(space => space.Value.Count), ["metric"] = "cosine", ["vectorType"] = "dense" };
    }

    private JsonObject Upsert(byte[] body)
    {
        if (body.Length > 2 * 1024 * 1024)
            throw new ComplaintException("The request is larger than 2 MB.");
        var read = Read(body, ["vectors"], "namespace");
        var vectors = read["vectors"]!.AsArray();
        if (vectors.Count is < 1 or > 1000)
            throw new ComplaintException("There must be 1 to 1,000 vectors.");
        foreach (var vector in vectors)
            CheckVector(vector!.AsObject());
        if (vectors.Select(vector => vector!["id"]!.GetValue<string>()).Distinct().Count() < vectors.Count)
            throw new ComplaintException("An id is there twice.");
        foreach (var vector in vectors)
        {
            In(read["namespace"]?.GetValue<string>() ?? "")[vector!["id"]!.GetValue<string>()] = vector.DeepClone().AsObject();
            Puts++;
        }

        return new() { ["upsertedCount"] = vectors.Count };
    }

    private void CheckVector(JsonObject vector)
    {
        Check(vector, ["id", "values"], "sparseValues", "metadata");
        if (vector["id"]!.GetValue<string>() is not { Length: > 0 and <= 512 } id || !id.All(char.IsAscii))
            throw new ComplaintException("An id must have 1 to 512 ASCII characters.");
        var values = vector["values"]!.AsArray().Select(value => value!.GetValue<double>()).ToList();
        if (values.Count != dimension)
            throw new ComplaintException($"Vector dimension {values.Count} does not match the dimension of the index {dimension}");
        if (values.TrueForAll(value => value == 0))
            throw new ComplaintException("Dense vectors must contain at least one non-zero value.");
        foreach (var (name, value) in vector["metadata"]?.AsObject() ?? [])
        {
            var isAllowed = value?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
                || (value is JsonArray list && list.All(item => item?.GetValueKind() == JsonValueKind.String));
            if (!isAllowed || name.StartsWith('$'))
                throw new ComplaintException($"Metadata value of {name} must be a string, number, boolean or list of strings.");
        }
    }

    private JsonObject Query(byte[] body)
    {
        var read = Read(body, ["topK"], "namespace", "filter", "includeValues", "includeMetadata", "vector", "id");
        var vector = read["vector"]!.AsArray().Select(value => value!.GetValue<double>()).ToList();
        if (vector.Count != dimension || read["topK"]!.GetValue<int>() is < 1 or > 10_000)
            throw new ComplaintException("The vector's length or topK is wrong.");
        var matches = In(read["namespace"]?.GetValue<string>() ?? "").Values
            .Select(other => (Other: other, Score: Cosine(vector, [.. other["values"]!.AsArray().Select(value => value!.GetValue<double>())])))
            .OrderByDescending(match => match.Score)
            .Take(read["topK"]!.GetValue<int>())
            .Select(match => (JsonNode?)new JsonObject { ["id"] = match.Other["id"]!.DeepClone(), ["score"] = match.Score, ["values"] = read["includeValues"]?.GetValue<bool>() == true ? match.Other["values"]!.DeepClone() : null, ["metadata"] = match.Other["metadata"]?.DeepClone() });
        return new() { ["matches"] = new JsonArray([.. matches]), ["namespace"] = read["namespace"]?.DeepClone(), ["usage"] = new JsonObject { ["readUnits"] = 1 } };
    }

    private JsonObject List(IQueryCollection query)
    {
        CheckQuery(query, "namespace", "limit", "paginationToken", "prefix");
        var limit = int.Parse(query["limit"].FirstOrDefault() ?? "100", System.Globalization.CultureInfo.InvariantCulture);
        var after = query["paginationToken"].FirstOrDefault();
        var ids = In(query["namespace"].FirstOrDefault() ?? "").Keys.Where(id => after is null || string.CompareOrdinal(id, after) > 0).ToList();
        var answer = new JsonObject
        {
            ["vectors"] = new JsonArray([.. ids.Take(limit).Select(id => (JsonNode?)new JsonObject { ["id"] = id })]),
            ["namespace"] = query["namespace"].FirstOrDefault() ?? "",
        };
        if (ids.Count > limit)
            answer["pagination"] = new JsonObject { ["next"] = ids[limit - 1] };
        return answer;
    }

    private JsonObject Fetch(IQueryCollection query)
    {
        CheckQuery(query, "namespace", "ids");
        var space = In(query["namespace"].FirstOrDefault() ?? "");
        var found = query["ids"].Where(id => space.ContainsKey(id!)).Select(id => KeyValuePair.Create(id!, (JsonNode?)space[id!].DeepClone()));
        return new() { ["vectors"] = new JsonObject(found), ["namespace"] = query["namespace"].FirstOrDefault() ?? "" };
    }

    private static void CheckQuery(IQueryCollection query, params string[] known)
    {
        if (query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ComplaintException($"{unknown} is not known.");
    }

    private static double Cosine(IReadOnlyList<double> one, IReadOnlyList<double> other) =>
        one.Zip(other, (a, b) => a * b).Sum() / Math.Sqrt(one.Sum(value => value * value) * other.Sum(value => value * value));
}
