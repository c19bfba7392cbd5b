using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Net.Client.Wire;

/// <summary>What a marshaller writes a message to: a pooled buffer that begins with the five bytes of the frame.</summary>
internal sealed class FrameBuilder : SerializationContext, IDisposable
{
    private readonly int? _maxSize;
    private readonly ICompressionProvider? _compression;
    private readonly CompressionLevel? _level;
    private PooledWriter? _writer;
    private bool _complete;

    public FrameBuilder(int? maxSize, ICompressionProvider? compression, CompressionLevel? level = null)
    {
        _maxSize = maxSize;
        _compression = compression;
        _level = level;
    }

    public override void SetPayloadLength(int payloadLength)
    {
        if (payloadLength > _maxSize)
            throw new RpcException(Frames.TooLargeToSend(_maxSize));
        Open(payloadLength);
    }

    public override IBufferWriter<byte> GetBufferWriter() => Open(0);

    public override void Complete() => _complete = true;

    public override void Complete(byte[] payload)
    {
        SetPayloadLength(payload.Length);
        Open(payload.Length).Write(payload);
        _complete = true;
    }

    /// <summary>Writes a message and gives its frame, valid until the builder is disposed.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: larger than the limit. INTERNAL: the marshaller failed.</exception>
    public ReadOnlyMemory<byte> Build<T>(T message, Action<T, SerializationContext> serializer)
    {
        try
        {
            serializer(message, this);
            if (!_complete)
                throw new InvalidOperationException("The marshaller did not complete the message.");
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"A message of type {typeof(T).Name} can't be written.", error));
        }

        return Frame();
    }

    /// <summary>The frame of what was written.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: larger than the limit.</exception>
    public ReadOnlyMemory<byte> Frame()
    {
        var writer = Open(0);
        var length = writer.WrittenCount - Names.FrameHeaderSize;
        if (length > _maxSize)
            throw new RpcException(Frames.TooLargeToSend(_maxSize));
        if (_compression is not null)
        {
            _writer = NewWriter(length);
            try
            {
                Codecs.Compress(_compression, _level, writer.WrittenSpan[Names.FrameHeaderSize..], _writer);
            }
            finally
            {
                writer.Dispose();
            }

            writer = _writer;
        }

        Frames.Write(writer.WrittenSpan, _compression is not null, writer.WrittenCount - Names.FrameHeaderSize);
        return writer.WrittenMemory;
    }

    public void Dispose() => _writer?.Dispose();

    private static PooledWriter NewWriter(int payloadLength)
    {
        var writer = new PooledWriter((int)Math.Min((long)payloadLength + Names.FrameHeaderSize, Array.MaxLength));
        writer.Advance(Names.FrameHeaderSize);
        return writer;
    }

    private PooledWriter Open(int payloadLength) => _writer ??= NewWriter(payloadLength);
}
