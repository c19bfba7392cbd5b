using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>The JSON schema of a record: every property required, nothing else allowed. It is derived from the record that the output is read into, so the two can't differ.</summary>
/// <typeparam name="T">The record.</typeparam>
internal static class OutputForm<T>
{
    private const string Suffix = "Output";

    /// <summary>The form.</summary>
    public static ChatResponseFormat Format { get; } = Create();

    private static ChatResponseFormatJson Create()
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = (_, node) => Close(node) };
        var node = StrictJson.Options.GetJsonSchemaAsNode(typeof(T), exporter);
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(typeof(T).Name[..^Suffix.Length]);
        return ChatResponseFormat.ForJsonSchema(JsonSerializer.SerializeToElement(node), name);
    }

    private static JsonNode Close(JsonNode node)
    {
        if (node is JsonObject schema && schema["properties"] is JsonObject properties)
        {
            schema["required"] = new JsonArray([.. properties.Select(property => (JsonNode)property.Key)]);
            schema["additionalProperties"] = false;
        }

        return node;
    }
}
