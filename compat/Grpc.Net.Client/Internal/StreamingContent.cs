using System.Net;

namespace Grpc.Net.Client.Internal;

/// <summary>A request body that stays open while the application writes messages to it.</summary>
internal sealed class StreamingContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamingContent() => Headers.ContentType = RequestContentType.Value;

    /// <summary>Ends with the stream to write to, as soon as the request is on its way.</summary>
    public Task<Stream> Stream => _stream.Task;

    /// <summary>Whether the body has ended.</summary>
    public bool IsComplete => _end.Task.IsCompleted;

    /// <summary>Ends the body.</summary>
    public void Complete() => _end.TrySetResult();

    /// <summary>Breaks the body off, which resets the HTTP/2 stream.</summary>
    public void Abort()
    {
        _stream.TrySetCanceled();
        _end.TrySetCanceled();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The headers leave now, so that the server can answer before the first message.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _stream.TrySetResult(stream);
        // Not by the token: the connection sets it too when the server has answered and wants no more of the request, and an exception
        // would then take the place of the answer. A call that ends otherwise aborts the body itself.
        await _end.Task.ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
