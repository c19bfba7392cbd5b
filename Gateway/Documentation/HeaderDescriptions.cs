using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes the headers that answers carry beside their bodies.</summary>
internal static class HeaderDescriptions
{
    private const string RequestId = "X-Request-ID";
    private const string RetryAfter = "Retry-After";
    private const string Challenge = "WWW-Authenticate";
    private const string NotLookedAt = "Absent where the request was refused before its limits were looked at.";

    private static readonly string[] Limits = ["RateLimit-Policy", "RateLimit", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];

    // Without exception in the answers that name them.
    private static readonly string[] Always = [RequestId, HeaderNames.Allow, Challenge];

    private static readonly (string Name, string Text, JsonSchemaType Type, string Example)[] All =
    [
        (RequestId, "The request's id, in every service's logs and traces; the request's own, if it sent one.", JsonSchemaType.String, "4bf92f3577b34da6a3ce929d0e0e4736"),
        (RetryAfter, "Seconds to wait before asking again; absent where waiting alone does not help.", JsonSchemaType.Integer, "12"),
        (HeaderNames.Allow, "The methods that the path takes.", JsonSchemaType.String, "GET, HEAD"),
        (OpenAiErrorResponse.RetryHeader, "Is false where the same request fails in the same way until somebody changes something; OpenAI's clients then don't repeat it.", JsonSchemaType.String, "false"),
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
                Description = Limits.Contains(name) ? $"{text} {NotLookedAt}" : text,
                Required = Always.Contains(name),
                Schema = type == JsonSchemaType.Integer ? new OpenApiSchema { Type = type, Minimum = "0" } : new OpenApiSchema { Type = type },
                Example = type == JsonSchemaType.Integer ? int.Parse(example, System.Globalization.CultureInfo.InvariantCulture) : example,
            };
        }
    }

    /// <summary>Refers an answer of a route to the headers that it carries.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="names">The headers.</param>
    /// <param name="document">The document that it stands in.</param>
    public static void AddTo(OpenApiResponse response, IEnumerable<string> names, OpenApiDocument document)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        foreach (var name in names)
            response.Headers[name] = new OpenApiHeaderReference(name, document);
    }

    /// <summary>What an answer carries that does what was asked for, or says something else in a form of its own.</summary>
    /// <param name="status">Its HTTP status.</param>
    /// <param name="isLimited">Whether the route counts towards the client's rate limits.</param>
    public static IEnumerable<string> NamesOf(int status, bool isLimited) =>
        [RequestId, .. status == StatusCodes.Status503ServiceUnavailable ? [RetryAfter] : Array.Empty<string>(), .. isLimited ? Limits : []];

    /// <summary>What an error carries.</summary>
    /// <param name="error">The error.</param>
    /// <param name="isLimited">Whether the route counts towards the client's rate limits.</param>
    /// <param name="isOpenAi">Whether it has the form of OpenAI's API.</param>
    public static IEnumerable<string> NamesOf(ErrorDescription error, bool isLimited, bool isOpenAi)
    {
        yield return RequestId;
        if (error.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable)
            yield return RetryAfter;
        if (error.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
            yield return Challenge;
        if (error.Status == StatusCodes.Status405MethodNotAllowed)
            yield return HeaderNames.Allow;
        if (isOpenAi && error.Examples.Any(example => !OpenAiErrorResponse.MayPass(example.Code)))
            yield return OpenAiErrorResponse.RetryHeader;
        if (!isLimited || error.PrecedesLimits)
            yield break;
        foreach (var limit in Limits)
            yield return limit;
    }
}
