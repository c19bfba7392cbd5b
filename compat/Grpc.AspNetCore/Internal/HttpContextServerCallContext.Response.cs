using System.Buffers;
using Grpc.Core;
using Grpc.Net.Client.Wire;

namespace Grpc.AspNetCore.Server.Internal;

/// <content>Writing headers and messages.</content>
internal sealed partial class HttpContextServerCallContext
{
    /// <summary>Writes a message.</summary>
    /// <exception cref="InvalidOperationException">The call has ended.</exception>
    /// <exception cref="OperationCanceledException">The client went away, the deadline passed, or the write was cancelled.</exception>
    public async ValueTask WriteAsync<T>(T message, Action<T, SerializationContext> serializer, WriteOptions? options, bool flush, CancellationToken cancellationToken)
    {
        if (_deadline is not null)
            await _deadline.Gate.WaitAsync(cancellationToken);
        try
        {
            ThrowIfEnded();
            var response = HttpContext.Response;
            // Headers have to be settled before the pipe gives out buffers.
            if (!response.HasStarted)
                await response.StartAsync(cancellationToken);
            _writer ??= new PipeMessageWriter(response.BodyWriter, _options.MaxSendMessageSize);
            var flags = options?.Flags ?? 0;
            if (_compression is null || flags.HasFlag(WriteFlags.NoCompress))
            {
                _writer.Write(message, serializer);
            }
            else
            {
                using var builder = new FrameBuilder(_options.MaxSendMessageSize, _compression, _options.ResponseCompressionLevel);
                response.BodyWriter.Write(builder.Build(message, serializer).Span);
            }

            if (flush && !flags.HasFlag(WriteFlags.BufferHint))
                await FlushAsync(cancellationToken);
        }
        finally
        {
            _deadline?.Gate.Release();
        }
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (_deadline is not null)
            await _deadline.Gate.WaitAsync(CancellationToken.None);
        try
        {
            ThrowIfEnded();
            if (HttpContext.Response.HasStarted)
                throw new InvalidOperationException("The response headers were sent already; send them once, before the first message.");
            foreach (var entry in responseHeaders)
            {
                if (entry.Key == Names.RequestedEncoding)
                    UseCompression(entry.Value);
                else if (!Names.IsProtocol(entry.Key) && !RequestMetadata.TryAppend(HttpContext.Response.Headers, entry))
                    throw new ArgumentException($"The metadata '{entry.Key}' holds characters other than printable ASCII; use a key that ends in '{Metadata.BinaryHeaderSuffix}'.", nameof(responseHeaders));
            }

            await HttpContext.Response.StartAsync(CancellationToken.None);
            await FlushAsync(CancellationToken.None);
        }
        finally
        {
            _deadline?.Gate.Release();
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // Both tokens can end the wait for a client that does not read; only the call's own is there as a rule.
        using var linked = cancellationToken.CanBeCanceled && _deadline is not null
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deadline.Token)
            : null;
        var token = linked?.Token ?? (cancellationToken.CanBeCanceled ? cancellationToken : TransportToken);
        var result = await HttpContext.Response.BodyWriter.FlushAsync(token);
        // Without this, a method that writes on and on would not notice that its client is gone.
        if (result.IsCompleted)
            LoseConnection();
        if (result.IsCanceled || IsAborted)
            throw new OperationCanceledException("The call was cancelled.", CancellationToken);
    }

    private void ThrowIfEnded()
    {
        if (!_ended)
            return;
        throw _deadline is { HasPassed: true }
            ? new OperationCanceledException("The deadline has passed, and the call has ended.", _deadline.Token)
            : new InvalidOperationException("The call has ended; nothing more can be written.");
    }
}
