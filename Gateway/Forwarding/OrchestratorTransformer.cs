using System.Text.Json;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>
/// Decides what of a request goes in and what of an answer comes out. Only headers that the Orchestrator has a use for go in, so that no key, no cookie
/// and no made-up identity does; an error comes out only as an <see cref="ErrorResponse"/>, or in the form of OpenAI's API on its paths.
/// </summary>
internal sealed class OrchestratorTransformer : HttpTransformer
{
    /// <summary>Tells the Orchestrator who asks.</summary>
    public const string ClientIdHeader = "X-Client-Id";

    private const int LargestError = 64 * 1024;

    private static readonly string[] HiddenResponseHeaders = [HeaderNames.Server, "X-Powered-By", "Via", ClientIdHeader, HeaderNames.SetCookie, HeaderNames.AltSvc];

    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var request = httpContext.Request;
        proxyRequest.RequestUri = RequestUtilities.MakeDestinationAddress(destinationPrefix, request.Path, request.QueryString);
        Copy(request, proxyRequest, HeaderNames.Accept);
        Copy(request, proxyRequest, "Last-Event-ID");
        proxyRequest.Headers.TryAddWithoutValidation(ClientIdHeader, httpContext.User.Identity?.Name);
        proxyRequest.Headers.TryAddWithoutValidation(RequestCorrelation.HeaderName, httpContext.TraceIdentifier);
        if (proxyRequest.Content is { } content)
        {
            content.Headers.TryAddWithoutValidation(HeaderNames.ContentType, request.ContentType);
            content.Headers.ContentLength = request.ContentLength;
        }

        return default;
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return true;

        await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        foreach (var name in HiddenResponseHeaders)
            httpContext.Response.Headers.Remove(name);
        if ((int)proxyResponse.StatusCode < StatusCodes.Status400BadRequest)
            return true;

        await PassOnErrorAsync(httpContext, proxyResponse, cancellationToken);
        return false;
    }

    private static void Copy(HttpRequest request, HttpRequestMessage proxyRequest, string name)
    {
        if (request.Headers.TryGetValue(name, out var values))
            proxyRequest.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
    }

    private static async Task PassOnErrorAsync(HttpContext context, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        var (known, told) = OpenAiErrorResponse.IsFor(context.Request.Path)
            ? await ReadErrorAsync<OpenAiErrorResponse>(answer, cancellationToken) is { } form ? (OpenAiErrorResponse.CodeOf(form), form.Error?.Message) : default
            : await ReadErrorAsync<ErrorResponse>(answer, cancellationToken) is { } error ? (ErrorCode.Find(error.ErrorCode), error.Message) : default;
        var code = known ?? ErrorCode.ForStatus(status);
        var message = known is not null && told is not null ? told : Describe(status);
        var wait = answer.Headers.RetryAfter?.Delta;

        context.Response.ContentLength = null;
        context.Response.Headers.Remove(HeaderNames.ContentEncoding);
        await context.WriteErrorAsync(status, code, message, wait);
    }

    private static string Describe(int status) => status >= StatusCodes.Status500InternalServerError
        ? "The orchestrator service failed on this request."
        : "The orchestrator service can't serve the request as it was sent.";

    private static async Task<T?> ReadErrorAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(LargestError, cancellationToken);
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize<T>(bytes, StrictJson.Options);
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException)
        {
            return null;
        }
    }
}
