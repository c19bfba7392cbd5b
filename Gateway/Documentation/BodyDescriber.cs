using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes the bodies of requests.</summary>
internal static class BodyDescriber
{
    public static async Task<OpenApiRequestBody> DescribeAsync(
        RequestBodyDescription body, string operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
        foreach (var (contentType, type) in body.Contents)
        {
            if (type == typeof(string))
            {
                content[contentType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = "# The canteen\n\nLunch is served from 11:30 to 14:00." };
                continue;
            }

            var schema = await ReferenceAsync(type, context, cancellationToken);
            if (body.MayBeArray)
                schema = new OpenApiSchema { OneOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema, MinItems = 1 }] };
            content[contentType] = Describe(schema, body, operation);
        }

        return new OpenApiRequestBody { Required = true, Content = content };
    }

    /// <summary>A reference to a type's schema, which is added to the document.</summary>
    public static async Task<IOpenApiSchema> ReferenceAsync(Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        if (document.Components?.Schemas?.ContainsKey(type.Name) != true)
            document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken));
        return new OpenApiSchemaReference(type.Name, document);
    }

    private static OpenApiMediaType Describe(IOpenApiSchema schema, RequestBodyDescription body, string operation) => body.Examples.Count == 0
        ? new OpenApiMediaType { Schema = schema, Example = ExampleCatalog.Request(operation) }
        : new OpenApiMediaType
        {
            Schema = schema,
            Examples = body.Examples.ToDictionary(
                example => example.Name,
                IOpenApiExample (example) => new OpenApiExample { Summary = example.Summary, Value = JsonNode.Parse(example.Json) },
                StringComparer.Ordinal),
        };
}
