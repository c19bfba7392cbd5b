using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes what a route answers: its errors with a body for each, examples of what goes well, and the headers of all.</summary>
internal static class ResponseDescriber
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";

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
        var document = context.Document!;
        var responses = new SortedDictionary<string, IOpenApiResponse>(operation.Responses ?? [], StringComparer.Ordinal);
        var ownHeaders = context.Description.ActionDescriptor.EndpointMetadata.OfType<ResponseHeaderDescription>().ToArray();
        foreach (var (status, response) in responses)
        {
            if (response is not OpenApiResponse own || !int.TryParse(status, CultureInfo.InvariantCulture, out var number))
                continue;
            Complete(own, status, operation.OperationId!);
            HeaderDescriptions.AddTo(own, HeaderDescriptions.NamesOf(number, isLimited).Concat(ownHeaders.Where(header => header.Status == number).Select(header => header.Name)), document);
        }

        var describer = new ErrorDescriber(isLimited, OpenAiErrorResponse.IsFor(path), context);
        foreach (var error in errors)
        {
            var key = error.Status.ToString(CultureInfo.InvariantCulture);
            // What a route answers with a body of its own, and not with that of every error.
            var own = context.Description.SupportedResponseTypes.Any(type => type.StatusCode == error.Status && type.Type != typeof(ErrorResponse)) ? responses[key] as OpenApiResponse : null;
            responses[key] = await describer.DescribeAsync(error, own, cancellationToken);
        }

        // In the order of their statuses.
        operation.Responses = [];
        foreach (var (status, response) in responses)
            operation.Responses[status] = response;
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
}
