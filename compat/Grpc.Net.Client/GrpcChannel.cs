using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client.Internal;
using Grpc.Net.Client.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grpc.Net.Client;

/// <summary>A way to a gRPC server over HTTP/2. It keeps its connections; make one and share it.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    // Methods are static objects of generated code. What goes beyond is not kept, so that made-up methods can't fill the memory.
    private const int MaxKnownMethods = 1024;

    private readonly ConcurrentDictionary<IMethod, MethodTarget> _targets = new();
    private readonly Uri _address;
    private readonly HttpMessageInvoker _http;
    private readonly bool _ownsHttp;
    private readonly HttpClientCallInvoker _invoker;
    private volatile bool _disposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        if (options.HttpClient is not null && options.HttpHandler is not null)
            throw new ArgumentException("HttpClient and HttpHandler are both set; set one of them.", nameof(options));

        _address = address;
        IsSecure = address.Scheme.StartsWith("https", StringComparison.Ordinal);
        ChannelCredentialsReader.Read(options.Credentials, IsSecure, out var credentials);
        CallCredentials = credentials;
        UseInsecureCredentials = options.UnsafeUseInsecureChannelCallCredentials;
        MaxSendMessageSize = options.MaxSendMessageSize;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        ThrowOperationCanceled = options.ThrowOperationCanceledOnCancellation;
        HttpVersion = options.HttpVersion ?? System.Net.HttpVersion.Version20;
        HttpVersionPolicy = options.HttpVersionPolicy ?? System.Net.Http.HttpVersionPolicy.RequestVersionExact;
        Codecs = options.CompressionProviders is { Count: > 0 } providers ? new Codecs(providers) : Codecs.Default;
        Logger = options.LoggerFactory?.CreateLogger<GrpcChannel>() ?? NullLogger<GrpcChannel>.Instance;
        _ownsHttp = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
        _http = options.HttpClient ?? new HttpMessageInvoker(options.HttpHandler ?? CreateHandler(), disposeHandler: _ownsHttp);
        _invoker = new HttpClientCallInvoker(this);
    }

    internal bool IsSecure { get; }

    internal bool UseInsecureCredentials { get; }

    internal CallCredentials? CallCredentials { get; }

    internal int? MaxSendMessageSize { get; }

    internal int? MaxReceiveMessageSize { get; }

    internal bool ThrowOperationCanceled { get; }

    internal Version HttpVersion { get; }

    internal HttpVersionPolicy HttpVersionPolicy { get; }

    internal Codecs Codecs { get; }

    internal ILogger Logger { get; }

    internal ActiveCalls Calls { get; } = new();

    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>A channel to an address.</summary>
    /// <param name="address">Scheme, host and port, e.g. <c>http://localhost:5000</c>. Without TLS the server must speak HTTP/2 only on that port.</param>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel to an address.</summary>
    /// <param name="address">Scheme, host and port, e.g. <c>http://localhost:5000</c>.</param>
    /// <param name="channelOptions">How calls are made.</param>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ForAddress(new Uri(address), channelOptions);
    }

    /// <summary>A channel to an address.</summary>
    /// <param name="address">Scheme, host and port, e.g. <c>http://localhost:5000</c>.</param>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel to an address.</summary>
    /// <param name="address">Scheme, host and port, e.g. <c>http://localhost:5000</c>.</param>
    /// <param name="channelOptions">How calls are made.</param>
    /// <exception cref="ArgumentException">The address is not absolute, or the options contradict it or each other.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return address.IsAbsoluteUri && address.Host.Length > 0
            ? new GrpcChannel(address, channelOptions)
            : throw new ArgumentException($"The address '{address}' must have a scheme and a host, as in http://localhost:5000.", nameof(address));
    }

    /// <inheritdoc />
    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _invoker;
    }

    /// <summary>Ends the calls that run with CANCELLED, and closes the channel's own connections.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Calls.Close();
        if (_ownsHttp)
            _http.Dispose();
    }

    internal MethodTarget TargetOf(IMethod method)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_targets.TryGetValue(method, out var target))
            return target;
        target = new MethodTarget(_address, method);
        if (_targets.Count < MaxKnownMethods)
            _targets.TryAdd(method, target);
        return target;
    }

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _http is HttpClient client
        ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
        : _http.SendAsync(request, cancellationToken);

    /// <inheritdoc />
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    private static SocketsHttpHandler CreateHandler() => HttpHandlers.CreatePrimary();
}
