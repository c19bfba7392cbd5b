using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using MctsAspire.Gateway.Guard;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>
/// Decides what of a request goes in and what of an answer comes out. Only headers that the Orchestrator has a use for go in, so that no key, no cookie
/// and no made-up identity does; only headers that a client has a use for come out, and an error comes out only as an <see cref="ErrorResponse"/>, or in the form of OpenAI's API on its paths.
/// </summary>
internal sealed class OrchestratorTransformer(EventRelay relay, OrchestratorConnections connections, InputSignalMetrics signals) : HttpTransformer
{
    /// <summary>Tells the Orchestrator who asks.</summary>
    public const string ClientIdHeader = "X-Client-Id";

    private const int LargestError = 64 * 1024;
    private const int LastStatus = 599;
    private const int MostAddresses = 1000;

    // Whatever else an Orchestrator says in headers is meant for the Gateway. The length stands with the body's headers.
    private static readonly string[] PassedOut =
        [HeaderNames.CacheControl, HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.Vary, "X-Accel-Buffering"];

    private static readonly string[] PassedOutOfContent =
        [HeaderNames.ContentType, HeaderNames.ContentLength, HeaderNames.ContentDisposition, HeaderNames.ContentLanguage, HeaderNames.LastModified];

    private readonly ConcurrentDictionary<(string Prefix, string? Path), Uri> _addresses = new();

    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var request = httpContext.Request;
        // So that what HEAD is answered with is what GET would be, errors too: the code and the text of an error, and so its length, stand in a body, which HEAD would not bring.
        if (HttpMethods.IsHead(request.Method))
            proxyRequest.Method = HttpMethod.Get;
        proxyRequest.RequestUri = AddressOf(httpContext, destinationPrefix);
        Copy(request, proxyRequest, HeaderNames.Accept);
        Copy(request, proxyRequest, "Last-Event-ID");
        proxyRequest.Headers.TryAddWithoutValidation(ClientIdHeader, httpContext.User.Identity?.Name);
        proxyRequest.Headers.TryAddWithoutValidation(RequestCorrelation.HeaderName, httpContext.TraceIdentifier);
        if (!connections.MakesSpans && Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } span })
            proxyRequest.Headers.TryAddWithoutValidation(TraceParentPropagator.TraceParent, span);
        if (httpContext.Features.Get<ClientAllowance>() is { } allowance)
            proxyRequest.Headers.TryAddWithoutValidation(ClientAllowance.HeaderName, allowance.ToString());
        if (proxyRequest.Content is { } content)
        {
            if (request.ContentType is { Length: > 0 } type)
                content.Headers.TryAddWithoutValidation(HeaderNames.ContentType, type);
            content.Headers.ContentLength = request.ContentLength;
        }

        return default;
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return true;

        var status = (int)proxyResponse.StatusCode;
        if (status == StatusCodes.Status404NotFound && httpContext.Features.Get<HolderSearch>() is { HasMore: true } holder)
        {
            holder.IsNotThere = true;
            return false;
        }

        // No status of HTTP's (RFC 9110, section 15): a client could not read the answer either.
        if (status is < StatusCodes.Status200OK or > LastStatus)
        {
            await httpContext.WriteErrorAsync(OrchestratorForwarder.Unreachable());
            return false;
        }

        signals.Count(proxyResponse);
        httpContext.Response.StatusCode = status;
        if (status >= StatusCodes.Status400BadRequest)
        {
            await PassOnErrorAsync(httpContext, proxyResponse, cancellationToken);
            return false;
        }

        CopyHeaders(proxyResponse, httpContext.Response);
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return false;
        if (httpContext.Response.ContentType?.StartsWith(EventRelay.ContentType, StringComparison.OrdinalIgnoreCase) != true)
            return true;
        await relay.CopyAsync(httpContext, proxyResponse);
        return false;
    }

    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) => default;

    /// <summary>Where a request goes. Most go to a few paths that hold nothing of the request, whose addresses are made once.</summary>
    private Uri AddressOf(HttpContext context, string prefix)
    {
        var (path, query) = (context.Request.Path, context.Request.QueryString);
        if (query.HasValue || context.GetEndpoint() is not RouteEndpoint { RoutePattern.Parameters.Count: 0 })
            return RequestUtilities.MakeDestinationAddress(prefix, path, query);
        if (_addresses.TryGetValue((prefix, path.Value), out var known))
            return known;
        var address = RequestUtilities.MakeDestinationAddress(prefix, path, query);
        // A path may be written in capitals, which makes it another one.
        if (_addresses.Count < MostAddresses)
            _addresses.TryAdd((prefix, path.Value), address);
        return address;
    }

    private static void Copy(HttpRequest request, HttpRequestMessage proxyRequest, string name)
    {
        if (request.Headers.TryGetValue(name, out var values) && !IsForThisConnection(request, name))
            proxyRequest.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
    }

    /// <summary>Whether the client says that a header is for its connection alone (RFC 9110, section 7.6.1).</summary>
    private static bool IsForThisConnection(HttpRequest request, string name)
    {
        if (request.Headers.Connection.Count == 0)
            return false;
        foreach (var option in request.Headers.GetCommaSeparatedValues(HeaderNames.Connection))
        {
            if (option.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static void CopyHeaders(HttpResponseMessage answer, HttpResponse response)
    {
        foreach (var (name, values) in answer.Headers.NonValidated)
        {
            if (PassedOut.Contains(name, StringComparer.OrdinalIgnoreCase) && !answer.Headers.Connection.Contains(name, StringComparer.OrdinalIgnoreCase))
                response.Headers[name] = ValueOf(values);
        }

        foreach (var (name, values) in answer.Content.Headers.NonValidated)
        {
            // A length with an answer that has no content is none that may be sent on.
            if (PassedOutOfContent.Contains(name, StringComparer.OrdinalIgnoreCase) && response.StatusCode != StatusCodes.Status204NoContent)
                response.Headers[name] = ValueOf(values);
        }
    }

    private static StringValues ValueOf(HeaderStringValues values) => values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);

    private static async Task PassOnErrorAsync(HttpContext context, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        var (known, told) = OpenAiErrorResponse.IsFor(context.Request.Path)
            ? await ReadErrorAsync<OpenAiErrorResponse>(answer, cancellationToken) is { } form ? (OpenAiErrorResponse.CodeOf(form), form.Error?.Message) : default
            : await ReadErrorAsync<ErrorResponse>(answer, cancellationToken) is { } error ? (ErrorCode.Find(error.ErrorCode), error.Message) : default;
        var code = known ?? ErrorCode.ForStatus(status);
        var message = known is not null && told is not null ? told : Describe(status);
        var wait = answer.Headers.RetryAfter?.Delta;

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
