using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MctsAspire.McpServer.Schemas;

/// <summary>JSON schemas of records. Descriptions, defaults and bounds come from the attributes that also check the values.</summary>
internal static class RecordSchema
{
    /// <summary>How results are written: snake_case, with nulls, so that every field that a schema requires is there.</summary>
    public static JsonSerializerOptions OutputOptions { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The schema of a tool's arguments, which allows nothing that the record doesn't have.</summary>
    public static JsonElement OfInput<T>()
    {
        var schema = Export<T>();
        schema.TryAdd("properties", new JsonObject());
        schema["additionalProperties"] = false;
        return JsonSerializer.SerializeToElement(schema);
    }

    /// <summary>The schema of a tool's result.</summary>
    public static JsonElement OfOutput<T>() => JsonSerializer.SerializeToElement(Export<T>());

    private static JsonObject Export<T>()
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = AddAttributes };
        var schema = OutputOptions.GetJsonSchemaAsNode(typeof(T), exporter).AsObject();
        schema["type"] = "object";
        return schema;
    }

    private static JsonNode AddAttributes(JsonSchemaExporterContext context, JsonNode node)
    {
        if (context.PropertyInfo?.AttributeProvider is not MemberInfo member)
            return node;

        // Of a JSON element the exporter only says "true", which clients refuse as a property's schema; in a record it stands for an object.
        var schema = node as JsonObject ?? new JsonObject { ["type"] = "object" };
        foreach (var attribute in member.GetCustomAttributes(inherit: true))
            Add(schema, attribute);
        return schema;
    }

    private static void Add(JsonObject schema, object attribute)
    {
        switch (attribute)
        {
            case DescriptionAttribute { Description: var description }:
                schema["description"] = description;
                break;
            case DefaultValueAttribute { Value: { } value }:
                schema["default"] = JsonSerializer.SerializeToNode(value);
                break;
            case RangeAttribute range:
                schema["minimum"] = JsonSerializer.SerializeToNode(range.Minimum);
                schema["maximum"] = JsonSerializer.SerializeToNode(range.Maximum);
                break;
            case StringLengthAttribute length:
                schema["minLength"] = length.MinimumLength;
                schema["maxLength"] = length.MaximumLength;
                break;
            case AllowedValuesAttribute { Values: var values }:
                schema["enum"] = new JsonArray([.. values.Select(value => JsonSerializer.SerializeToNode(value))]);
                break;
        }
    }
}
