using System.Buffers.Binary;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Net.Client.Wire;

/// <summary>The five bytes before a message, and what can be wrong with them.</summary>
internal static class Frames
{
    public static Status Truncated { get; } = new(StatusCode.Internal, "The stream ended in the middle of a message.");

    public static Status TooLarge(int? maxSize) =>
        new(StatusCode.ResourceExhausted, maxSize is null ? "A received message is too large." : $"A received message is larger than the limit of {maxSize} bytes.");

    public static Status TooLargeToSend(int? maxSize) =>
        new(StatusCode.ResourceExhausted, $"A message to send is larger than the limit of {maxSize} bytes.");

    /// <summary>Reads flag and length.</summary>
    /// <exception cref="RpcException">INTERNAL: the flag is neither 0 nor 1. RESOURCE_EXHAUSTED: the message is larger than the limit.</exception>
    public static (bool Compressed, int Length) Parse(ReadOnlySpan<byte> header, int? maxSize)
    {
        if (header[0] > 1)
            throw new RpcException(new Status(StatusCode.Internal, $"A message begins with the flag {header[0]}; it must be 0 or 1."));
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)(maxSize ?? (Array.MaxLength - Names.FrameHeaderSize)))
            throw new RpcException(TooLarge(maxSize));
        return (header[0] == 1, (int)length);
    }

    public static void Write(Span<byte> header, bool compressed, int length)
    {
        header[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], length);
    }

    /// <summary>The provider for a message whose flag says that it is compressed.</summary>
    /// <exception cref="RpcException">INTERNAL: the peer named no compression. <paramref name="unknown"/>: it named one that this side can't do.</exception>
    public static ICompressionProvider Provider(Codecs codecs, string? encoding, StatusCode unknown)
    {
        if (string.IsNullOrEmpty(encoding) || encoding == Names.Identity)
            throw new RpcException(new Status(StatusCode.Internal, "A message has the compressed flag, but grpc-encoding names no compression."));
        return codecs.Find(encoding)
            ?? throw new RpcException(new Status(unknown, $"The grpc-encoding '{encoding}' is not supported; use one of {codecs.Accepted}."));
    }
}
