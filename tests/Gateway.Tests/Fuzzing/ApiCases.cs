using System.Text;
using System.Text.Json.Nodes;

namespace MctsAspire.Gateway.Tests.Fuzzing;

/// <summary>Requests for every operation of an OpenAPI document: as it describes them, nearly so, and wild.</summary>
internal sealed class ApiCases
{
    private static readonly string[] Types = ["application/json", "text/plain", "text/markdown", "application/json; charset=utf-8", "application/json; charset=utf-16", "multipart/form-data; boundary=a", "", ";", "application/xml"];
    private static readonly string[] Words = ["a", "", "%", "%2F..%2F", "\u00ff", "0", "-1", "true", "id_1", "x y", "[]", "\"", "99999999999999999999", "..", "."];

    private readonly string _key;
    private readonly SchemaValues _values;
    private readonly List<(string Method, string Path, JsonNode Operation)> _operations;

    /// <param name="document">The document.</param>
    /// <param name="key">A good key.</param>
    /// <param name="isIncluded">Which paths are asked for.</param>
    public ApiCases(JsonNode document, string key, Func<string, bool> isIncluded)
    {
        _key = key;
        _values = new SchemaValues(document);
        _operations = [.. document["paths"]!.AsObject().Where(path => isIncluded(path.Key))
            .SelectMany(path => path.Value!.AsObject().Where(operation => operation.Key is "get" or "post" or "put" or "patch" or "delete").Select(operation => (operation.Key.ToUpperInvariant(), path.Key, operation.Value!)))];
    }

    /// <summary>Operations that are asked for.</summary>
    public int Operations => _operations.Count;

    /// <summary>Several requests, one after the other on one connection.</summary>
    public FuzzCase Next(Random random)
    {
        var count = random.Next(1, 12);
        var all = new MemoryStream();
        for (var i = 0; i < count; i++)
            all.Write(Request(random, isLast: i == count - 1));
        return new FuzzCase("api", all.ToArray()) { Requests = count, IsWhole = true };
    }

    private byte[] Request(Random random, bool isLast)
    {
        var (method, path, operation) = _operations[random.Next(_operations.Count)];
        var wildness = random.Next(3);
        var target = new StringBuilder(path);
        var query = new List<string>();
        foreach (var parameter in operation["parameters"] as JsonArray ?? [])
        {
            var name = parameter!["name"]!.GetValue<string>();
            var value = Uri.EscapeDataString(wildness == 2 ? Words[random.Next(Words.Length)] : _values.Valid(parameter["schema"], random)?.ToString() ?? "a");
            if (parameter["in"]!.GetValue<string>() == "path")
                target.Replace($"{{{name}}}", value.Length == 0 ? "x" : value);
            else if (random.Next(2) == 0)
                query.Add($"{name}={value}");
        }

        if (wildness > 0 && random.Next(3) == 0)
            query.Add($"{Uri.EscapeDataString(Words[random.Next(Words.Length)])}={Uri.EscapeDataString(Words[random.Next(Words.Length)])}");
        if (query.Count > 0)
            target.Append('?').AppendJoin('&', query);

        var (type, body) = Body(operation, wildness, random);
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: a\r\nX-API-Key: {_key}\r\n");
        if (type is not null)
            head.Append($"Content-Type: {type}\r\nContent-Length: {body.Length}\r\n");
        if (random.Next(4) == 0)
            head.Append($"Accept: {(random.Next(2) == 0 ? "text/event-stream" : "*/*;q=0")}\r\nX-Request-ID: {random.Next()}\r\nLast-Event-ID: {random.Next()}\r\n");
        if (isLast)
            head.Append("Connection: close\r\n");
        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    private (string? Type, byte[] Body) Body(JsonNode operation, int wildness, Random random)
    {
        if (operation["requestBody"]?["content"]?.AsObject() is not { Count: > 0 } contents)
            return (null, []);
        var (type, content) = contents.ElementAt(random.Next(contents.Count));
        if (wildness == 2 && random.Next(3) == 0)
            type = Types[random.Next(Types.Length)];
        var valid = _values.Valid(content!["schema"], random);
        var value = wildness switch
        {
            0 => valid,
            1 => SchemaValues.Spoil(valid, random),
            _ => SchemaValues.Wild(random),
        };
        var text = type.StartsWith("text/", StringComparison.Ordinal) ? value?.ToString() ?? "" : value?.ToJsonString() ?? "null";
        var bytes = Encoding.UTF8.GetBytes(text);
        if (wildness == 2 && bytes.Length > 0 && random.Next(4) == 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return (type, bytes);
    }
}
