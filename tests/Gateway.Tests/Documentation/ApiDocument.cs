using System.Text.Json;
using System.Text.RegularExpressions;

namespace MctsAspire.Gateway.Tests.Documentation;

/// <summary>The OpenAPI document as the Gateway serves it.</summary>
internal sealed partial class ApiDocument
{
    private ApiDocument(JsonElement root)
    {
        Root = root;
        Operations = [.. root.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => new ApiOperation(this, method.Name.ToUpperInvariant(), path.Name, method.Value)))];
    }

    public JsonElement Root { get; }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public static async Task<ApiDocument> ReadAsync(TestGateway gateway) => new(JsonElement.Parse(await gateway.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative))));

    /// <summary>What an element refers to; the element itself where it refers to nothing.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            element = Root;
            foreach (var part in reference.GetString()!.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
                element = element.GetProperty(part);
        }

        return element;
    }

    /// <summary>What does not fit, each by its place.</summary>
    /// <param name="schema">The schema, of those parts of JSON Schema that the document uses for errors and probes.</param>
    /// <param name="value">The value.</param>
    /// <param name="place">Where it stands.</param>
    public IEnumerable<string> Misfits(JsonElement schema, JsonElement value, string place = "body")
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("anyOf", out var choices))
        {
            var misfits = choices.EnumerateArray().Select(choice => Misfits(choice, value, place).ToArray()).ToArray();
            return misfits.Any(each => each.Length == 0) ? [] : misfits.SelectMany(each => each);
        }

        return schema.TryGetProperty("type", out var type) && !IsOf(type, value) ? [$"{place} is no {type}: {value}"] : [.. Values(schema, value, place), .. Members(schema, value, place)];
    }

    private static IEnumerable<string> Values(JsonElement schema, JsonElement value, string place)
    {
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(each => JsonElement.DeepEquals(each, value)))
            yield return $"{place} is {value}, which is none of {allowed}";
        if (value.ValueKind != JsonValueKind.String)
            yield break;
        if (schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" && !Time().IsMatch(value.GetString()!))
            yield return $"{place} is no time: {value}";
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
            yield return $"{place} does not match {pattern}: {value}";
    }

    private IEnumerable<string> Members(JsonElement schema, JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.Object)
            yield break;
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        foreach (var missing in required.Where(name => !value.TryGetProperty(name, out _)))
            yield return $"{place}.{missing} is missing";
        if (!schema.TryGetProperty("properties", out var properties))
            yield break;
        foreach (var member in value.EnumerateObject())
        {
            var misfits = properties.TryGetProperty(member.Name, out var known) ? Misfits(known, member.Value, $"{place}.{member.Name}") : [$"{place}.{member.Name} is not described"];
            foreach (var misfit in misfits)
                yield return misfit;
        }
    }

    private static bool IsOf(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(each => IsOf(each, value))
        : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            var other => throw new InvalidOperationException($"a type that JSON Schema does not have: {other}"),
        };

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\z")]
    private static partial Regex Time();
}
