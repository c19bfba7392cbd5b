using System.Text.Json;

namespace MctsAspire.LlmGateway.Providers.OpenAi;

/// <summary>
/// Tells the schemas that OpenAI takes as strict from those that it refuses as such: in every object of a strict one all properties are required, and no others
/// are allowed.
/// </summary>
internal static class StrictSchema
{
    private static readonly string[] NamedSchemas = ["properties", "$defs", "definitions"];

    /// <summary>Whether a schema can be asked for strictly.</summary>
    /// <param name="schema">The schema.</param>
    public static bool IsMet(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || (DescribesObject(schema) && !IsClosed(schema)))
            return false;
        foreach (var name in NamedSchemas)
        {
            if (schema.TryGetProperty(name, out var named) && !(named.ValueKind == JsonValueKind.Object && named.EnumerateObject().All(inner => IsMet(inner.Value))))
                return false;
        }

        return (!schema.TryGetProperty("items", out var items) || IsMet(items))
            && (!schema.TryGetProperty("anyOf", out var either) || (either.ValueKind == JsonValueKind.Array && either.EnumerateArray().All(IsMet)));
    }

    private static bool DescribesObject(JsonElement schema) =>
        schema.TryGetProperty("properties", out _)
        || (schema.TryGetProperty("type", out var type)
            && (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(IsObject) : IsObject(type)));

    private static bool IsObject(JsonElement type) => type.ValueKind == JsonValueKind.String && type.ValueEquals("object");

    private static bool IsClosed(JsonElement schema)
    {
        if (!schema.TryGetProperty("additionalProperties", out var others) || others.ValueKind != JsonValueKind.False
            || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object
            || !schema.TryGetProperty("required", out var required) || required.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        var names = required.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal);
        return properties.EnumerateObject().All(property => names.Contains(property.Name));
    }
}
