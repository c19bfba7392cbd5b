using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>How services are served.</summary>
public class GrpcServiceOptions
{
    private int? _maxReceiveMessageSize = 4 * 1024 * 1024;
    private int? _maxSendMessageSize;

    /// <summary>The largest message received, in bytes, decompressed; null: no limit. Default: 4,194,304.</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize;
        set
        {
            _maxReceiveMessageSize = value;
            MaxReceiveMessageSizeIsSet = true;
        }
    }

    /// <summary>The largest message sent, in bytes; null: no limit, the default.</summary>
    public int? MaxSendMessageSize
    {
        get => _maxSendMessageSize;
        set
        {
            _maxSendMessageSize = value;
            MaxSendMessageSizeIsSet = true;
        }
    }

    /// <summary>True: the text of an unexpected exception is sent to the client. For development only.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>How responses are compressed when the client accepts it; null: not at all.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard to compress responses; null for the provider's own level.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>More ways to compress messages than gzip and deflate.</summary>
    public IList<ICompressionProvider> CompressionProviders { get; set; } = [];

    /// <summary>What stands around every call, the first outermost.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    /// <summary>True: a call to a method or service that does not exist goes on to other endpoints in place of UNIMPLEMENTED.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    internal bool MaxReceiveMessageSizeIsSet { get; private set; }

    internal bool MaxSendMessageSizeIsSet { get; private set; }
}
