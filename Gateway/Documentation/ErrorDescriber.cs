using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes the errors of a route: each by a description that all routes share where it says the same.</summary>
/// <param name="isLimited">Whether the route counts towards the client's rate limits.</param>
/// <param name="isOpenAi">Whether its errors have the form of OpenAI's API.</param>
/// <param name="context">Where schemas are made.</param>
internal sealed class ErrorDescriber(bool isLimited, bool isOpenAi, OpenApiOperationTransformerContext context)
{
    private const string Json = "application/json";

    // Of no meaning: an example should be the same each time that the document is made.
    private static readonly DateTimeOffset ExampleTime = new(2025, 1, 15, 10, 30, 0, TimeSpan.Zero);

    /// <summary>Describes an error, beside what the route itself answers with the same status.</summary>
    /// <param name="error">The error.</param>
    /// <param name="own">The route's own answer with this status; <see langword="null"/>: there is none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<IOpenApiResponse> DescribeAsync(ErrorDescription error, OpenApiResponse? own, CancellationToken cancellationToken)
    {
        var schema = await SchemaAsync(error, cancellationToken);
        if (own is not null)
        {
            var media = own.Content![Json];
            media.Schema = new OpenApiSchema { AnyOf = [media.Schema!, schema] };
            return own;
        }

        var document = context.Document!;
        var name = NameOf(error);
        if (name is not null && document.Components?.Responses?.ContainsKey(name) == true)
            return new OpenApiResponseReference(name, document);

        var response = new OpenApiResponse
        {
            Description = error.Text,
            Content = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = schema, Examples = ExamplesOf(error) } },
        };
        HeaderDescriptions.AddTo(response, HeaderDescriptions.NamesOf(error, isLimited, isOpenAi), document);
        if (name is null)
            return response;
        document.AddComponent(name, response);
        return new OpenApiResponseReference(name, document);
    }

    // Routes share what has the same bodies and the same headers.
    private string? NameOf(ErrorDescription error)
    {
        if (error.Name is null)
            return null;
        var form = isOpenAi ? "OpenAi" : "";
        var limits = isLimited || error.PrecedesLimits ? "" : "Open";
        return $"{form}{limits}{error.Name}";
    }

    /// <summary>The form of the bodies. An error that is given before the path is known has the form that all paths but those of OpenAI's API have.</summary>
    private async Task<IOpenApiSchema> SchemaAsync(ErrorDescription error, CancellationToken cancellationToken)
    {
        var usual = await BodyDescriber.ReferenceAsync(typeof(ErrorResponse), context, cancellationToken);
        if (!isOpenAi)
            return usual;
        var ofApi = await BodyDescriber.ReferenceAsync(typeof(OpenAiErrorResponse), context, cancellationToken);
        return error.MayPrecedePath ? new OpenApiSchema { AnyOf = [ofApi, usual] } : ofApi;
    }

    private Dictionary<string, IOpenApiExample> ExamplesOf(ErrorDescription error) => error.Examples.ToDictionary(
        example => example.Code.Name.ToLowerInvariant(),
        IOpenApiExample (example) => new OpenApiExample
        {
            Summary = error.Text,
            Value = isOpenAi ? Node(OpenAiErrorResponse.Create(example.Code, example.Message)) : Node(ErrorResponse.Create(example.Code, example.Message, ExampleTime)),
        },
        StringComparer.Ordinal);

    private static JsonNode? Node<T>(T body) => JsonSerializer.SerializeToNode(body, StrictJson.Options);
}
