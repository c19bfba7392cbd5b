using System.Net;
using System.Text.Json;
using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Gateway.Routes;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Logging;

namespace MctsAspire.Gateway.Audit;

/// <summary>A request for a route that asks who it is. It is begun when the request arrives and completed when the answer was sent; texts are only made of it when it is written.</summary>
internal sealed class RequestRecord(AuditTrail trail, SecretRedactor redactor, HttpContext context, RouteEndpoint endpoint, TimeProvider time) : AuditRecord
{
    public const string Name = "request";

    private readonly long _start = time.GetTimestamp();
    // Error handling takes them off the request.
    private readonly RouteValueDictionary? _values = endpoint.RoutePattern.Parameters.Count > 0 ? context.Request.RouteValues : null;
    private HttpContext? _context = context;
    private TimeSpan _duration;
    private string? _client;
    private string? _credential;
    private IPAddress? _address;
    private string _method = "";
    private string _requestId = "";
    private int _status;
    private ErrorCode? _error;
    private bool _brokeOff;
    private string? _query;
    private KeyValuePair<string, object?>[] _ids = [];

    public override string Event => Name;

    /// <summary>Takes what is to be known of the answered request, which is used for another one afterwards, and hands itself over.</summary>
    public void Complete()
    {
        var request = Interlocked.Exchange(ref _context, null)!;
        Time = time.GetUtcNow();
        _duration = time.GetElapsedTime(_start);
        var failure = AuthenticationFailure.Of(request);
        if (ApiClient.Of(request) is { } client)
            (_client, _credential) = (client.Id, client.Credential);
        else
            _credential = failure?.KeyId;
        _address = request.Connection.RemoteIpAddress;
        _method = request.Request.Method;
        _requestId = request.TraceIdentifier;
        _status = request.Response.StatusCode;
        var broken = request.Features.Get<BrokenAnswer>();
        _brokeOff = broken is not null;
        _error = broken is not null ? broken.Failure.Code : _status >= StatusCodes.Status400BadRequest ? request.AnsweredError() : null;
        _query = request.Features.Get<AuditedQuery>()?.Text;
        _ids = _values is null ? [] : [.. _values];
        trail.Record(this, isFailure: _client is null);
    }

    public override void Write(Utf8JsonWriter writer)
    {
        if (_client is not null)
            writer.WriteString("client", _client);
        if (!string.IsNullOrEmpty(_credential))
            writer.WriteString("key", _credential);
        if (_address is not null)
            writer.WriteString("address", (_address.IsIPv4MappedToIPv6 ? _address.MapToIPv4() : _address).ToString());
        writer.WriteString("method", _method);
        var pattern = endpoint.RoutePattern.RawText ?? "";
        writer.WriteString("route", pattern.StartsWith('/') ? pattern : $"/{pattern}");
        foreach (var (name, value) in _ids)
        {
            // What is no name of ours may be anything, and what looks like one may be a key that was put into the wrong place.
            if (value is string id && PathIdentifier.IsAllowed(id))
                writer.WriteString(name == "id" && pattern.StartsWith("/runs/", StringComparison.Ordinal) ? "run_id" : name, redactor.Redact(id));
        }

        writer.WriteNumber("status", _status);
        if (_error is not null)
            writer.WriteString("error", _error.Name);
        if (_brokeOff)
            writer.WriteBoolean("broke_off", true);
        writer.WriteNumber("duration_ms", Math.Round(_duration.TotalMilliseconds, 2));
        // Clients may choose it.
        writer.WriteString("request_id", redactor.Redact(_requestId));
        if (_query is not null)
            writer.WriteString("query", redactor.Redact(_query));
    }
}
