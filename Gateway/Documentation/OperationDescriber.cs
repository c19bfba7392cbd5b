using System.Globalization;
using System.Text.Json.Nodes;
using MctsAspire.Protos.Rest.OpenAi;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Completes the description of each route: its body, its parameters, its key and its errors.</summary>
internal sealed class OperationDescriber : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var body = metadata.OfType<RequestBodyDescription>().FirstOrDefault();
        if (body is not null)
            operation.RequestBody = await DescribeBodyAsync(body, context, cancellationToken);
        foreach (var parameter in metadata.OfType<QueryParameterDescription>())
            AddParameter(operation, parameter);
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path))
            DescribePathParameter(parameter);
        if (!metadata.OfType<IAuthorizeData>().Any())
            return;

        operation.Security = [.. KeyDescriber.Requirements(context.Document!)];
        var error = await ReferenceAsync(OpenAiErrorResponse.IsFor($"/{context.Description.RelativePath}") ? typeof(OpenAiErrorResponse) : typeof(ErrorResponse), context, cancellationToken);
        foreach (var (status, description) in Errors(body is not null, context.Description.RelativePath!.Contains('{', StringComparison.Ordinal)))
            AddError(operation, status, description, error);
    }

    private static IEnumerable<(int Status, string Description)> Errors(bool takesBody, bool takesName)
    {
        yield return (StatusCodes.Status400BadRequest, "The request breaks a rule; the message names the field.");
        yield return (StatusCodes.Status401Unauthorized, "No API key, or a wrong one.");
        if (takesName)
            yield return (StatusCodes.Status404NotFound, "There is nothing under this name.");
        if (takesBody)
        {
            yield return (StatusCodes.Status413PayloadTooLarge, "The body is too large.");
            yield return (StatusCodes.Status415UnsupportedMediaType, "The body is of a kind that the route does not take.");
        }

        yield return (StatusCodes.Status429TooManyRequests, "The services behind have no room for it now; ask again after Retry-After seconds.");
        yield return (StatusCodes.Status500InternalServerError, "The service failed.");
        yield return (StatusCodes.Status503ServiceUnavailable, "A service behind is down; ask again after Retry-After seconds.");
        yield return (StatusCodes.Status504GatewayTimeout, "It took longer than allowed.");
    }

    private static async Task<OpenApiRequestBody> DescribeBodyAsync(
        RequestBodyDescription body, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
        foreach (var (contentType, type) in body.Contents)
        {
            IOpenApiSchema schema = type == typeof(string)
                ? new OpenApiSchema { Type = JsonSchemaType.String }
                : await ReferenceAsync(type, context, cancellationToken);
            if (body.MayBeArray && type != typeof(string))
                schema = new OpenApiSchema { OneOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema }] };
            content[contentType] = new OpenApiMediaType { Schema = schema, Examples = Examples(body, type) };
        }

        return new OpenApiRequestBody { Required = true, Content = content };
    }

    private static Dictionary<string, IOpenApiExample>? Examples(RequestBodyDescription body, Type type) => type == typeof(string) || body.Examples.Count == 0
        ? null
        : body.Examples.ToDictionary(
            example => example.Name,
            IOpenApiExample (example) => new OpenApiExample { Summary = example.Summary, Value = JsonNode.Parse(example.Json) },
            StringComparer.Ordinal);

    private static async Task<IOpenApiSchema> ReferenceAsync(Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        if (document.Components?.Schemas?.ContainsKey(type.Name) != true)
            document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken));
        return new OpenApiSchemaReference(type.Name, document);
    }

    private static void AddParameter(OpenApiOperation operation, QueryParameterDescription parameter)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Description = parameter.Text,
            Schema = parameter.Maximum is { } maximum
                ? new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = maximum.ToString(CultureInfo.InvariantCulture) }
                : new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    private static void DescribePathParameter(OpenApiParameter parameter) => parameter.Schema = parameter.Name switch
    {
        "agent" => OneOf(Routes.AgentRoutes.Agents),
        "model" => OneOf(ChatModels.All),
        _ => new OpenApiSchema { Type = JsonSchemaType.String, Pattern = Routes.PathIdentifier.Pattern, MinLength = 1, MaxLength = Routes.PathIdentifier.MaximumLength },
    };

    private static OpenApiSchema OneOf(IEnumerable<string> values) => new() { Type = JsonSchemaType.String, Enum = [.. values.Select(value => JsonValue.Create(value))] };

    private static void AddError(OpenApiOperation operation, int status, string description, IOpenApiSchema schema)
    {
        operation.Responses ??= [];
        operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } },
        };
    }
}
