using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MctsAspire.Gateway.Tests.Fuzzing;

/// <summary>Makes JSON values by the schemas of an OpenAPI document: such as they allow, and such as they just don't.</summary>
internal sealed class SchemaValues(JsonNode document)
{
    private const int Deepest = 6;

    private static readonly string[] Texts =
        ["a", "Why?", "", " ", "\u00e9\u0301", "\U0001f469\u200d\U0001f467", "\u202eabc", "\u0000", "a\nb", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "%00", "null", "{{7*7}}", "\ufffe", "mcts", "user"];

    /// <summary>A value that a schema allows, as far as it says.</summary>
    public JsonNode? Valid(JsonNode? schema, Random random, int depth = 0)
    {
        schema = Resolve(schema);
        if (schema is null || depth > Deepest)
            return null;
        if (schema["enum"] is JsonArray { Count: > 0 } values)
            return values[random.Next(values.Count)]?.DeepClone();
        foreach (var choice in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (schema[choice] is JsonArray { Count: > 0 } branches)
                return Valid(branches[random.Next(branches.Count)], random, depth);
        }

        return TypeOf(schema, random) switch
        {
            "object" => Object(schema, random, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Valid(schema["items"], random, depth + 1))]),
            "integer" => JsonValue.Create((long)Number(schema, random, isWhole: true)),
            "number" => JsonValue.Create(Number(schema, random, isWhole: false)),
            "boolean" => JsonValue.Create(random.Next(2) == 0),
            "string" => JsonValue.Create(Text(schema, random)),
            _ => null,
        };
    }

    /// <summary>Changes one place of a value, so that it is most often no longer allowed.</summary>
    public static JsonNode? Spoil(JsonNode? value, Random random)
    {
        if (value is JsonObject { Count: > 0 } fields && random.Next(3) > 0)
        {
            var name = fields.ElementAt(random.Next(fields.Count)).Key;
            switch (random.Next(4))
            {
                case 0:
                    fields.Remove(name);
                    break;
                case 1:
                    fields[$"{name}x"] = 1;
                    break;
                default:
                    fields[name] = Spoil(fields[name]?.DeepClone(), random);
                    break;
            }

            return fields;
        }

        if (value is JsonArray { Count: > 0 } items && random.Next(2) == 0)
        {
            var at = random.Next(items.Count);
            items[at] = Spoil(items[at]?.DeepClone(), random);
            return items;
        }

        return Wild(random);
    }

    /// <summary>Any JSON.</summary>
    public static JsonNode? Wild(Random random, int depth = 0) => random.Next(depth > Deepest ? 6 : 9) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonValue.Create(random.NextInt64(long.MinValue, long.MaxValue)),
        3 => JsonValue.Create((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300))),
        4 => JsonValue.Create(Texts[random.Next(Texts.Length)]),
        5 => JsonValue.Create(new string((char)random.Next(1, 0xD800), random.Next(0, 300))),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Wild(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(index => KeyValuePair.Create(random.Next(2) == 0 ? "query" + index : Texts[random.Next(Texts.Length)] + index, Wild(random, depth + 1)))),
    };

    private static string TypeOf(JsonNode schema, Random random) => schema["type"] switch
    {
        JsonArray { Count: > 0 } types => types[random.Next(types.Count)]!.GetValue<string>(),
        JsonValue type => type.GetValue<string>(),
        _ => schema["properties"] is null ? "string" : "object",
    };

    private JsonNode? Resolve(JsonNode? schema)
    {
        for (var hops = 0; schema?["$ref"] is { } reference && hops < Deepest; hops++)
            schema = document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]];
        return schema;
    }

    private JsonObject Object(JsonNode schema, Random random, int depth)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        var made = new JsonObject();
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (required.Contains(name) || random.Next(3) == 0)
                made[name] = Valid(property, random, depth + 1);
        }

        return made;
    }

    private static double Number(JsonNode schema, Random random, bool isWhole)
    {
        var least = Bound(schema, "minimum", "exclusiveMinimum") ?? 0;
        var most = Math.Min(Bound(schema, "maximum", "exclusiveMaximum") ?? 1000, least + 1000);
        var value = least + (random.NextDouble() * (most - least));
        return isWhole ? Math.Floor(value) : value;
    }

    private static double? Bound(JsonNode schema, params string[] names)
    {
        foreach (var name in names)
        {
            if (schema[name] is JsonValue bound)
                return double.Parse(bound.ToString(), CultureInfo.InvariantCulture);
        }

        return null;
    }

    private static string Text(JsonNode schema, Random random)
    {
        // The other one asks for something that can be seen; texts without it are worth trying.
        if (schema["pattern"] is { } pattern && (string?)pattern != @"\S")
            return "id_" + random.Next(1000).ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder(Texts[random.Next(Texts.Length)]);
        var least = (int)(Bound(schema, "minLength") ?? 0);
        while (text.Length < least)
            text.Append('x');
        return text.ToString();
    }
}
