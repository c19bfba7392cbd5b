using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Refusals;

/// <summary>
/// Gives requests that the server refuses before the application sees them (malformed, too long, too slow) the body that every error has. The server tells of
/// them by a diagnostic event, when the status is set and nothing has been sent; whatever is set on the response then is lost.
/// </summary>
internal sealed partial class RefusalObserver(DiagnosticListener listener, TimeProvider time, ILogger<RefusalObserver> logger)
    : IHostedService, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string BadRequestEvent = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

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
        var id = RequestCorrelation.Create();
        var now = time.GetUtcNow();
        var error = ErrorResponse.Create(ErrorCode.ForStatus(response.StatusCode), Describe(response.StatusCode), now);
        var body = JsonSerializer.SerializeToUtf8Bytes(error, StrictJson.Options);
        var allow = response.Headers.Allow is { Count: > 0 } methods ? $"Allow: {methods}\r\n" : "";
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            HTTP/1.1 {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}
            Content-Length: {body.Length}
            Content-Type: application/json
            Connection: close
            Date: {now:R}
            Cache-Control: no-store
            X-Content-Type-Options: nosniff
            {RequestCorrelation.HeaderName}: {id}
            """).ReplaceLineEndings("\r\n");
        var isHead = features.Get<IHttpRequestFeature>()?.Method is { } method && HttpMethods.IsHead(method);
        refused.Answer = (byte[])[.. Encoding.ASCII.GetBytes($"{head}\r\n{allow}\r\n"), .. isHead ? [] : body];
        LogRefused(response.StatusCode, id);
    }

    private static string Describe(int status) => status switch
    {
        StatusCodes.Status408RequestTimeout => "The request arrived too slowly.",
        StatusCodes.Status411LengthRequired => "content-length: is missing.",
        StatusCodes.Status413PayloadTooLarge => "body: is larger than this route takes.",
        StatusCodes.Status414UriTooLong => "path: is too long; the first line of a request may have 8 KiB.",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => "headers: are too many or too long; at most 100 of 32 KiB in all are read.",
        StatusCodes.Status505HttpVersionNotsupported => "The request must be HTTP/1.0 or HTTP/1.1.",
        _ => "The request is not valid HTTP: its first line, a header or its path holds what may not stand there.",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "A request that is not valid HTTP was refused with {Status}; its id is {RefusedId}")]
    private partial void LogRefused(int status, string refusedId);
}
