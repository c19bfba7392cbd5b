using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Routes;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Says of each field what the generator does not know: its allowed values, and the bounds that settings make narrower.</summary>
internal sealed class SchemaDescriber(QueryLength queryLength) : IOpenApiSchemaTransformer
{
    private const string Visible = @"\S";

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        DescribeType(schema, context.JsonTypeInfo);
        // How a converter writes is not known to the generator.
        if (context.JsonTypeInfo.Type == typeof(DateTimeOffset) || context.JsonTypeInfo.Type == typeof(DateTimeOffset?))
            (schema.Type, schema.Format) = (JsonSchemaType.String | (context.JsonTypeInfo.Type == typeof(DateTimeOffset) ? 0 : JsonSchemaType.Null), "date-time");
        if (context.JsonPropertyInfo is not { } property)
            return Task.CompletedTask;

        var attributes = property.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [];
        if (attributes.OfType<AllowedValuesAttribute>().FirstOrDefault() is { } allowed)
            schema.Enum = [.. allowed.Values.Select(value => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)!))];
        if (attributes.OfType<MaxLengthAttribute>().FirstOrDefault() is { } entries && schema.Type?.HasFlag(JsonSchemaType.Object) == true)
            (schema.MaxLength, schema.MaxProperties) = (null, entries.Length);
        if (property.DeclaringType == typeof(SearchRequest) && property.Name == "problem")
            schema.Type = JsonSchemaType.Object;
        if (property.DeclaringType == typeof(KeyRequest) && property.Name == "roles" && schema.Items is OpenApiSchema role)
            role.Enum = [.. Roles.All.Select(name => JsonValue.Create(name))];
        if (schema.MaxLength == int.MaxValue)
            schema.MaxLength = null;
        if (property.DeclaringType == typeof(ErrorResponse) && property.Name == "error_code")
            schema.Enum = [.. ErrorCode.All.Select(code => JsonValue.Create(code.Name))];
        // What is required as a text holds something that can be seen.
        if (schema.Pattern is null && schema.Type?.HasFlag(JsonSchemaType.String) == true && attributes.OfType<RequiredAttribute>().Any())
            schema.Pattern = Visible;
        if (property.Name == "timestamp")
            schema.Format = "date-time";
        if (property.Name == "query" && property.DeclaringType != typeof(ConversationTurn) && schema.MaxLength > queryLength.Maximum)
            schema.MaxLength = queryLength.Maximum;
        return Task.CompletedTask;
    }

    private static void DescribeType(OpenApiSchema schema, JsonTypeInfo type)
    {
        // Written always, though a reader may leave it out.
        if (type.Type == typeof(ErrorResponse))
            (schema.Required ??= new HashSet<string>(StringComparer.Ordinal)).Add("error");
        // What is null is not written unless it says so, so that nobody may count on it, even where a constructor asks for it.
        var nullability = new NullabilityInfoContext();
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }])
                (schema.Required ??= new HashSet<string>(StringComparer.Ordinal)).Add(property.Name);
            else if (!property.IsRequired && property.AttributeProvider is PropertyInfo info && nullability.Create(info).ReadState == NullabilityState.Nullable)
                schema.Required?.Remove(property.Name);
        }
    }
}
