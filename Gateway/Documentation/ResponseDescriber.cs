using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes what a route answers: its errors with a body for each, examples of what goes well, and the headers of all.</summary>
internal static class ResponseDescriber
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";

    // Of no meaning: an example should be the same each time that the document is made.
    private static readonly DateTimeOffset ExampleTime = new(2025, 1, 15, 10, 30, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["200"] = "It is done, and this is the result.",
        ["201"] = "It is stored.",
        ["202"] = "It is asked for, and happens soon.",
        ["204"] = "It is gone.",
        ["503"] = "It can't serve now; ask again after Retry-After seconds.",
    };

    /// <param name="operation">The route.</param>
    /// <param name="errors">What it may fail with.</param>
    /// <param name="isLimited">Whether it counts towards the client's rate limits.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="context">Where schemas are made.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task DescribeAsync(
        OpenApiOperation operation, IReadOnlyList<ErrorDescription> errors, bool isLimited, string path, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Responses ??= [];
        var isOpenAi = OpenAiErrorResponse.IsFor(path);
        var schema = await BodyDescriber.ReferenceAsync(isOpenAi ? typeof(OpenAiErrorResponse) : typeof(ErrorResponse), context, cancellationToken);
        foreach (var error in errors)
        {
            operation.Responses[Key(error.Status)] = new OpenApiResponse
            {
                Description = error.Text,
                Content = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = schema, Examples = ExamplesOf(error, isOpenAi) } },
            };
        }

        var own = context.Description.ActionDescriptor.EndpointMetadata.OfType<ResponseHeaderDescription>().ToArray();
        // In the order of their statuses.
        var sorted = operation.Responses.OrderBy(response => response.Key, StringComparer.Ordinal).ToArray();
        operation.Responses = [];
        foreach (var (status, response) in sorted)
        {
            operation.Responses[status] = response;
            if (response is not OpenApiResponse described || !int.TryParse(status, CultureInfo.InvariantCulture, out var number))
                continue;
            Complete(described, status, operation.OperationId!);
            HeaderDescriptions.AddTo(described, number, isLimited, own, context.Document!);
        }
    }

    private static void Complete(OpenApiResponse response, string status, string operation)
    {
        if (response.Description is null || (status.StartsWith('2') && Texts.ContainsKey(status)) || response.Description == "Service Unavailable")
            response.Description = Texts.GetValueOrDefault(status, "The answer.");
        foreach (var (contentType, media) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            // A stream is text, whatever type the route names for its answer in one piece.
            if (contentType == Events)
                media.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            if (media.Examples is null && media.Example is null)
                media.Example = contentType == Json ? ExampleCatalog.Response(operation, status) : ExampleCatalog.Text(operation, status);
        }
    }

    private static Dictionary<string, IOpenApiExample> ExamplesOf(ErrorDescription error, bool isOpenAi) => error.Examples.ToDictionary(
        example => example.Code.Name.ToLowerInvariant(),
        IOpenApiExample (example) => new OpenApiExample
        {
            Summary = error.Text,
            Value = isOpenAi ? Node(OpenAiErrorResponse.Create(example.Code, example.Message)) : Node(ErrorResponse.Create(example.Code, example.Message, ExampleTime)),
        },
        StringComparer.Ordinal);

    private static JsonNode? Node<T>(T body) => JsonSerializer.SerializeToNode(body, StrictJson.Options);

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
