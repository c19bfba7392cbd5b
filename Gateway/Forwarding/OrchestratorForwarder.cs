using System.Diagnostics.CodeAnalysis;
using System.Net;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Yarp.ReverseProxy.Forwarder;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>Hands requests that were let in on to the Orchestrator, and its answers back as they come.</summary>
internal sealed partial class OrchestratorForwarder(
    IHttpForwarder forwarder,
    IHttpMessageHandlerFactory handlers,
    OrchestratorTransformer transformer,
    ILogger<OrchestratorForwarder> logger) : IDisposable
{
    private const string Destination = "http://orchestrator";
    private const int ClientClosedRequest = 499;

    // A search may be silent for long; how long it may take is the Orchestrator's to say.
    private static readonly ForwarderRequestConfig RequestConfig = new()
    {
        ActivityTimeout = TimeSpan.FromMinutes(15),
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private readonly HttpMessageInvoker _client = new(handlers.CreateHandler(GatewayExtensions.Orchestrator), disposeHandler: false);

    /// <summary>Reads and checks the body, and passes on the very bytes that were checked.</summary>
    /// <typeparam name="T">What the body must be.</typeparam>
    /// <param name="context">The request.</param>
    /// <param name="check">Checks what the record's own bounds can't say.</param>
    /// <param name="maximumBytes">Bytes of the body at most.</param>
    public async Task ForwardJsonAsync<T>(HttpContext context, Action<T>? check = null, int maximumBytes = StrictJson.DefaultMaximumBytes)
    {
        RefuseEncodedBody(context.Request);
        RequestBody.RequireJson(context.Request);
        var body = await RequestBody.ReadAsync(context.Request, maximumBytes, context.RequestAborted);
        var record = StrictJson.Parse<T>(body);
        check?.Invoke(record);

        context.Request.Body = new MemoryStream(body, writable: false);
        context.Request.ContentLength = body.Length;
        context.Request.Headers.TransferEncoding = default;
        await ForwardAsync(context);
    }

    /// <summary>Passes the request on, its body as it arrives.</summary>
    /// <param name="context">The request.</param>
    public async Task ForwardAsync(HttpContext context)
    {
        RefuseEncodedBody(context.Request);
        var error = await forwarder.SendAsync(context, Destination, _client, RequestConfig, transformer, context.RequestAborted);
        if (error != ForwarderError.None && !context.Response.HasStarted)
            await AnswerAsync(context, error);
    }

    public void Dispose() => _client.Dispose();

    private static void RefuseEncodedBody(HttpRequest request)
    {
        var encoding = request.Headers.ContentEncoding;
        if (encoding.Count > 0 && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            throw new UnsupportedMediaTypeException("content-encoding: must be absent; send the body as it is.");
    }

    private async Task AnswerAsync(HttpContext context, ForwarderError error)
    {
        var exception = context.GetForwarderErrorFeature()?.Exception;
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientClosedRequest;
            return;
        }

        if (TryFindBadRequest(exception, out var bad))
            throw bad;

        context.Response.Clear();
        var reason = exception?.Message;
        LogFailure(error, reason);
        await context.WriteErrorAsync(error switch
        {
            ForwarderError.RequestTimedOut => new OperationTimeoutException("The orchestrator service did not answer in time."),
            _ => new ServiceUnavailableException("The orchestrator service can't be reached; ask again soon."),
        });
    }

    private static bool TryFindBadRequest(Exception? exception, [NotNullWhen(true)] out BadHttpRequestException? bad)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            var found = (cause as AggregateException)?.Flatten().InnerExceptions.OfType<BadHttpRequestException>().FirstOrDefault()
                ?? cause as BadHttpRequestException;
            if (found is not null)
            {
                bad = found;
                return true;
            }
        }

        bad = null;
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Forwarding failed: {Error}, {Reason}")]
    private partial void LogFailure(ForwarderError error, string? reason);
}
