using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client.Internal;
using Grpc.Net.Client.Wire;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>A call that came as an HTTP request.</summary>
#pragma warning disable CA1001 // EndAsync disposes the deadline, at the one end that every call has.
internal sealed partial class HttpContextServerCallContext : ServerCallContext
{
    private static readonly AuthContext Anonymous = new(null, []);

    private readonly IMethod _method;
    private readonly MethodOptions _options;
    private readonly ILogger _logger;
    private readonly CallDeadline? _deadline;
    private readonly RequestReader _reader;
    private PipeMessageWriter? _writer;
    private ICompressionProvider? _compression;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private Status _status = Status.DefaultSuccess;
    private bool _announceEncodings;
    private bool _connectionLost;
    private bool _ended;

    public HttpContextServerCallContext(HttpContext http, IMethod method, MethodOptions options, ILogger logger, TimeProvider clock)
    {
        HttpContext = http;
        _method = method;
        _options = options;
        _logger = logger;
        _reader = new RequestReader(this, http.Request.BodyReader, options);
        http.Response.ContentType = Names.ContentType;
        if (options.ResponseCompression is not null)
            UseCompression(options.ResponseCompression);
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is { } activity)
            Telemetry.Describe(activity, method, method.FullName[1..]);
        var timeout = http.Request.Headers.GrpcTimeout;
        if (timeout.Count == 0)
            return;
        if (timeout.Count == 1 && TimeoutHeader.TryParse(timeout[0], out var limit))
            _deadline = new CallDeadline(clock, limit);
        else
            LogBadTimeout(logger, method.FullName, timeout.ToString());
    }

    public HttpContext HttpContext { get; }

    public CallDeadline? TimeLimit => _deadline;

    public RequestReader Reader => _reader;

    /// <summary>The token for reading and writing; without a deadline, the connection ends them by itself.</summary>
    public CancellationToken TransportToken => _deadline?.Token ?? CancellationToken.None;

    protected override string MethodCore => _method.FullName;

    protected override string HostCore => HttpContext.Request.Host.Value ?? "";

    protected override string PeerCore
    {
        get
        {
            var connection = HttpContext.Connection;
            return connection.RemoteIpAddress switch
            {
                null => "unknown",
                { AddressFamily: AddressFamily.InterNetwork } address => $"ipv4:{address}:{connection.RemotePort}",
                { IsIPv4MappedToIPv6: true } address => $"ipv4:{address.MapToIPv4()}:{connection.RemotePort}",
                var address => $"ipv6:[{address}]:{connection.RemotePort}",
            };
        }
    }

    protected override DateTime DeadlineCore => _deadline?.Deadline ?? DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= RequestMetadata.Read(HttpContext.Request.Headers);

    protected override CancellationToken CancellationTokenCore => _deadline?.Token ?? HttpContext.RequestAborted;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => Anonymous;

    // What interceptors and middleware put there is one and the same.
    protected override IDictionary<object, object> UserStateCore => HttpContext.Items!;

    /// <summary>Whether the client has gone away.</summary>
    private bool IsAborted => _connectionLost || HttpContext.RequestAborted.IsCancellationRequested;

    /// <summary>Notes that a read or write met a broken connection, which may be known before the request's own token is set.</summary>
    public void LoseConnection() => _connectionLost = true;

    /// <summary>Names the compressions that this side can do in the answer.</summary>
    public void AnnounceEncodings() => _announceEncodings = true;

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        new PropagatedContext(Deadline, CancellationToken, options ?? ContextPropagationOptions.Default);

    private void UseCompression(string name)
    {
        _compression = IsAccepted(name) ? _options.Codecs.Find(name) : null;
        HttpContext.Response.Headers.GrpcEncoding = _compression?.EncodingName;
    }

    private bool IsAccepted(string name)
    {
        foreach (var header in HttpContext.Request.Headers.GrpcAcceptEncoding)
        {
            foreach (var range in header.AsSpan().Split(','))
            {
                if (header.AsSpan(range).Trim().SequenceEqual(name))
                    return true;
            }
        }

        return false;
    }

    [LoggerMessage(1, LogLevel.Debug, "{Method} came with the grpc-timeout '{Timeout}', which is not one to eight digits and a unit; it is ignored.")]
    private static partial void LogBadTimeout(ILogger logger, string method, string timeout);
}
