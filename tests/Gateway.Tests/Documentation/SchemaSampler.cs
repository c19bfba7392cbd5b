using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MctsAspire.Gateway.Tests.Documentation;

/// <summary>Makes bodies that a schema of the OpenAPI document allows: any of the choices that it leaves, up to its bounds.</summary>
internal sealed class SchemaSampler(JsonElement document, int seed)
{
    private const int DeepestOption = 4;

    // What may be longer than this is not filled to its bound: the body has one as well.
    private const int LongestText = 20_000;
    private static readonly string[] Signs = ["a", "Z", "7", " ", "?", "é", "e\u0301", "ß", "漢", "ж", "\U0001f600", "\"", "\\", "<b>", "'"];

    // Seeded: the same seed makes the same bodies.
    private readonly Random _random = new(seed);

    public JsonNode? Sample(JsonElement schema, int depth = 0)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Sample(Resolve(reference.GetString()!), depth);
        if (schema.TryGetProperty("const", out var only))
            return JsonNode.Parse(only.GetRawText());
        if (schema.TryGetProperty("enum", out var values))
            return JsonNode.Parse(values[_random.Next(values.GetArrayLength())].GetRawText());
        foreach (var choice in (string[])["oneOf", "anyOf"])
        {
            if (schema.TryGetProperty(choice, out var choices))
                return Sample(choices[_random.Next(choices.GetArrayLength())], depth);
        }

        return TypeOf(schema) switch
        {
            "string" => Text(schema),
            "integer" => Integer(schema),
            "number" => Number(schema),
            "boolean" => _random.Next(2) == 0,
            "array" => Array(schema, depth),
            "object" => Object(schema, depth),
            "null" => null,
            _ => new JsonObject(),
        };
    }

    private string? TypeOf(JsonElement schema) => schema.TryGetProperty("type", out var type)
        ? type.ValueKind == JsonValueKind.Array ? type[_random.Next(type.GetArrayLength())].GetString() : type.GetString()
        : null;

    private JsonObject Object(JsonElement schema, int depth)
    {
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        var made = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (required.Contains(property.Name) || (depth < DeepestOption && _random.Next(3) == 0))
                    made[property.Name] = Sample(property.Value, depth + 1);
            }
        }
        else if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object)
        {
            for (var number = _random.Next(3); number > 0; number--)
                made[$"key{number}"] = Sample(more, depth + 1);
        }

        return made;
    }

    private JsonArray Array(JsonElement schema, int depth)
    {
        var least = Bound(schema, "minItems", 0);
        var most = Math.Min(Bound(schema, "maxItems", 3), least + 3);
        return [.. Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => Sample(schema.GetProperty("items"), depth + 1))];
    }

    private string Text(JsonElement schema)
    {
        if (schema.TryGetProperty("format", out var format) && format.GetString() == "date-time")
            return DateTimeOffset.UnixEpoch.AddSeconds(_random.Next()).ToString("O", CultureInfo.InvariantCulture);
        var least = Bound(schema, "minLength", 0);
        var most = Bound(schema, "maxLength", 40);
        // Now and then as long as it may be.
        var length = _random.Next(8) == 0 && most <= LongestText ? most : _random.Next(least, Math.Min(most, least + 40) + 1);
        // A text that must hold something visible begins with a letter, as all of them do.
        var isName = schema.TryGetProperty("pattern", out var pattern) && pattern.GetString() != @"\S";
        if (isName)
            pattern.GetString().ShouldBe("^[a-zA-Z0-9_-]+$", "the sampler knows no other pattern");
        var text = new StringBuilder();
        for (var count = 0; count < Math.Max(length, isName ? 1 : least);)
        {
            var sign = isName ? "azAZ09_-"[_random.Next(8)].ToString() : count == 0 ? "a" : Signs[_random.Next(Signs.Length)];
            count += sign.EnumerateRunes().Count();
            if (count <= Math.Max(length, 1))
                text.Append(sign);
            else
                text.Append('x', Math.Max(0, Math.Max(length, 1) - (count - sign.EnumerateRunes().Count())));
        }

        return text.ToString();
    }

    private long Integer(JsonElement schema)
    {
        var least = schema.TryGetProperty("minimum", out var minimum) ? minimum.GetInt64() : -1000;
        var most = schema.TryGetProperty("maximum", out var maximum) ? maximum.GetInt64() : least + 1000;
        return _random.Next(4) switch
        {
            0 => least,
            1 => most,
            _ => _random.NextInt64(least, most),
        };
    }

    private double Number(JsonElement schema)
    {
        var isOpen = schema.TryGetProperty("exclusiveMinimum", out var above);
        var least = isOpen ? above.GetDouble() : schema.TryGetProperty("minimum", out var minimum) ? minimum.GetDouble() : -1000;
        var most = schema.TryGetProperty("maximum", out var maximum) ? maximum.GetDouble() : least + 1000;
        return _random.Next(4) switch
        {
            0 when !isOpen => least,
            1 when !schema.TryGetProperty("exclusiveMaximum", out _) => most,
            _ => least + ((most - least) * (0.001 + (_random.NextDouble() * 0.99))),
        };
    }

    private JsonElement Resolve(string reference)
    {
        var found = document;
        foreach (var part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            found = found.GetProperty(part);
        return found;
    }

    private static int Bound(JsonElement schema, string name, int otherwise) => schema.TryGetProperty(name, out var bound) ? bound.GetInt32() : otherwise;
}
