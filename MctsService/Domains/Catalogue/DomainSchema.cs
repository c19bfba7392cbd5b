using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>Writes the JSON schema of what a reader accepts: the shape of its record, and its bounds and descriptions from the attributes.</summary>
internal static class DomainSchema
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private static readonly JsonSchemaExporterOptions Export = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };

    /// <summary>The schema of a record.</summary>
    public static string For<TInput>(string title, string description)
    {
        var schema = new JsonObject { ["$schema"] = Dialect, ["title"] = title, ["description"] = description };
        foreach (var (name, value) in StrictJson.Options.GetJsonSchemaAsNode(typeof(TInput), Export).AsObject())
            schema[name] = value?.DeepClone();
        return schema.ToJsonString(StrictJson.Options);
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema || context.PropertyInfo?.AttributeProvider is not { } attributes)
            return node;

        foreach (var attribute in attributes.GetCustomAttributes(inherit: true))
        {
            switch (attribute)
            {
                case DescriptionAttribute description:
                    schema.Insert(0, "description", description.Description);
                    break;
                case RangeAttribute range:
                    schema["minimum"] = Number(range.Minimum);
                    schema["maximum"] = Number(range.Maximum);
                    break;
                case StringLengthAttribute length:
                    schema["minLength"] = length.MinimumLength;
                    schema["maxLength"] = length.MaximumLength;
                    break;
                case LengthAttribute length:
                    schema["minItems"] = length.MinimumLength;
                    schema["maxItems"] = length.MaximumLength;
                    break;
            }
        }

        return schema;
    }

    private static JsonValue Number(object bound) => bound is int whole ? JsonValue.Create(whole) : JsonValue.Create((double)bound);
}
