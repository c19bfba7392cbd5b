using System.Net;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>A request body of one message.</summary>
internal sealed class UnaryContent<TRequest> : HttpContent
{
    private readonly GrpcCall _call;
    private readonly TRequest _message;
    private readonly Action<TRequest, SerializationContext> _serializer;

    public UnaryContent(GrpcCall call, TRequest message, Action<TRequest, SerializationContext> serializer)
    {
        _call = call;
        _message = message;
        _serializer = serializer;
        Headers.ContentType = RequestContentType.Value;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    // The message is written anew if the connection layer has to send the request once more on another connection.
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var builder = _call.NewFrameBuilder(_call.Options.WriteOptions);
        ReadOnlyMemory<byte> frame;
        try
        {
            frame = builder.Build(_message, _serializer);
        }
        catch (RpcException error)
        {
            _call.RequestError = error;
            throw;
        }

        await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
