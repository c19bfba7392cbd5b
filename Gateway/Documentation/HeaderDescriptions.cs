using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes the headers that answers carry beside their bodies.</summary>
internal static class HeaderDescriptions
{
    private const string RequestId = "X-Request-ID";
    private const string RetryAfter = "Retry-After";
    private const string Challenge = "WWW-Authenticate";

    private static readonly string[] Limits = ["RateLimit-Policy", "RateLimit", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];

    private static readonly (string Name, string Text, JsonSchemaType Type, string Example)[] All =
    [
        (RequestId, "The request's id, in every service's logs and traces; the request's own, if it sent one.", JsonSchemaType.String, "4bf92f3577b34da6a3ce929d0e0e4736"),
        (RetryAfter, "Seconds to wait before asking again.", JsonSchemaType.Integer, "12"),
        (HeaderNames.Location, "Where what was stored can be read.", JsonSchemaType.String, "/documents/menu"),
        (Challenge, "How to present a key or token, and what is wrong with the one that was sent.", JsonSchemaType.String, "ApiKey realm=\"mcts-aspire\", Bearer realm=\"mcts-aspire\""),
        ("RateLimit-Policy", "The rate limits that hold for the client: each window's name, its requests (q) and its length in seconds (w).", JsonSchemaType.String, "\"second\";q=100;w=1, \"minute\";q=60;w=60"),
        ("RateLimit", "What is left of each window: requests (r) and seconds until there is one more (t).", JsonSchemaType.String, "\"second\";r=99;t=1, \"minute\";r=59;t=60"),
        ("RateLimit-Limit", "The requests of the window that is nearest to its limit.", JsonSchemaType.Integer, "60"),
        ("RateLimit-Remaining", "What is left of that window.", JsonSchemaType.Integer, "59"),
        ("RateLimit-Reset", "Seconds until there is one more of that window.", JsonSchemaType.Integer, "60"),
    ];

    /// <summary>Puts every description where answers can refer to it.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        foreach (var (name, text, type, example) in All)
        {
            document.Components.Headers[name] = new OpenApiHeader
            {
                Description = text,
                Schema = type == JsonSchemaType.Integer ? new OpenApiSchema { Type = type, Minimum = "0" } : new OpenApiSchema { Type = type },
                Example = type == JsonSchemaType.Integer ? int.Parse(example, System.Globalization.CultureInfo.InvariantCulture) : example,
            };
        }
    }

    /// <summary>Refers an answer to the headers that it carries.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="status">Its HTTP status.</param>
    /// <param name="isLimited">Whether the route counts towards the client's rate limits.</param>
    /// <param name="own">What the route says of its own answers.</param>
    /// <param name="document">The document that it stands in.</param>
    public static void AddTo(OpenApiResponse response, int status, bool isLimited, IEnumerable<ResponseHeaderDescription> own, OpenApiDocument document)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        foreach (var name in NamesOf(status, isLimited).Concat(own.Where(header => header.Status == status).Select(header => header.Name)))
            response.Headers[name] = new OpenApiHeaderReference(name, document);
    }

    private static IEnumerable<string> NamesOf(int status, bool isLimited)
    {
        yield return RequestId;
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            yield return RetryAfter;
        // Who asks is looked at before the limits are.
        if (status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
        {
            yield return Challenge;
            yield break;
        }

        if (!isLimited)
            yield break;
        foreach (var limit in Limits)
            yield return limit;
    }
}
