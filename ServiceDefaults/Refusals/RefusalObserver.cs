using System.Diagnostics;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Refusals;

/// <summary>
/// Gives requests that the server refuses before the application sees them (malformed, too long, too slow) the body that every error has. The server tells of
/// them by a diagnostic event, when the status is set and nothing has been sent; whatever is set on the response then is lost.
/// </summary>
internal sealed partial class RefusalObserver(
    DiagnosticListener listener, RefusalMetrics metrics, IEnumerable<IRefusalRecorder> recorders, ServerSettings settings, TimeProvider time, ILogger<RefusalObserver> logger)
    : IHostedService, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string BadRequestEvent = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private readonly IRefusalRecorder[] _recorders = [.. recorders];
    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = listener.Subscribe(this, static name => name == BadRequestEvent);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscription?.Dispose();

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is IFeatureCollection features
            && features.Get<RefusedRequest>() is { } refused
            && features.Get<IHttpResponseFeature>() is { HasStarted: false } response)
            Answer(features, refused, response);
    }

    public void OnCompleted()
    {
        // There is nothing to let go of.
    }

    public void OnError(Exception error)
    {
        // The server's events don't end by an error.
    }

    private void Answer(IFeatureCollection features, RefusedRequest refused, IHttpResponseFeature response)
    {
        // No fault of ours, and a request of the protocol's next version could not be answered otherwise either.
        var status = response.StatusCode == StatusCodes.Status505HttpVersionNotsupported ? StatusCodes.Status400BadRequest : response.StatusCode;
        var message = Describe(response.StatusCode);
        var request = features.Get<IHttpRequestFeature>();
        var isHead = request?.Method == HttpMethods.Head;
        var allow = response.Headers.Allow is { Count: > 0 } methods ? methods.ToString() : null;
        var code = ErrorCode.ForStatus(status);
        var answer = RefusalAnswer.Create(status, code, message, time.GetUtcNow(), allow: allow, path: request?.Path, hasBody: !isHead);
        refused.Answer = answer.Bytes;
        var refusal = new Refusal(Refusal.MethodName(request?.Method), status, code, answer.Id, features.Get<IHttpConnectionFeature>()?.RemoteIpAddress);
        metrics.Count(refusal);
        foreach (var recorder in _recorders)
            recorder.Record(refusal);
        LogRefused(status, answer.Id);
    }

    private string Describe(int status) => status switch
    {
        StatusCodes.Status405MethodNotAllowed => "The first line of the request asks for what its method does not go with: * is for OPTIONS alone, and a bare host with a port for CONNECT alone.",
        StatusCodes.Status408RequestTimeout => "The request arrived too slowly.",
        StatusCodes.Status411LengthRequired => "content-length: is missing.",
        StatusCodes.Status413PayloadTooLarge => "body: is larger than this route takes.",
        StatusCodes.Status414UriTooLong => $"path: is too long; the first line of a request may have {settings.MaxRequestLineBytes} bytes.",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => $"headers: are too many or too long; at most {settings.MaxHeaders} of {settings.MaxHeaderBytes} bytes in all are read.",
        StatusCodes.Status505HttpVersionNotsupported => "The request must be HTTP/1.0 or HTTP/1.1.",
        _ => "The request is not valid HTTP: its first line, a header or its path holds what may not stand there.",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "A request that is not valid HTTP was refused with {Status}; its id is {RefusedId}")]
    private partial void LogRefused(int status, string refusedId);
}
