using Grpc.Core;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>How a channel makes its calls.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Whether the connection is encrypted, and credentials for all calls. Must fit the address; null: what the address says.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>The largest message sent, in bytes; null: no limit, the default.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>The largest message received, in bytes, decompressed; null: no limit. Default: 4,194,304.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>More ways to compress messages than gzip and deflate.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>Where the channel logs to; null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The client that makes the HTTP calls, in place of one of the channel's own. Not together with <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>The handler that makes the HTTP calls, in place of one of the channel's own. Not together with <see cref="HttpClient"/>.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether the channel disposes the client or handler given. Its own one it always disposes.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>True: a call cancelled by its token or deadline throws <see cref="OperationCanceledException"/> in place of <see cref="RpcException"/>.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>True: call credentials are sent over unencrypted connections too. They can be read by anyone on the way.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>Where the channel takes services from; null: nowhere.</summary>
    public IServiceProvider? ServiceProvider { get; set; }

    /// <summary>The HTTP version of the calls; null: 2.0.</summary>
    public Version? HttpVersion { get; set; }

    /// <summary>How strictly the HTTP version is meant; null: exactly.</summary>
    public HttpVersionPolicy? HttpVersionPolicy { get; set; }
}
