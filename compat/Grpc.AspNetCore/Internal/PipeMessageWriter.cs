using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Client.Wire;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// What a marshaller writes a response to: the connection's own buffers, when the length is known beforehand and nothing is compressed.
/// Used again for the next message of a call.
/// </summary>
internal sealed class PipeMessageWriter(PipeWriter pipe, int? maxSize) : SerializationContext, IBufferWriter<byte>
{
    private FrameBuilder? _builder;
    private long _announced = -1;
    private long _written;
    private bool _complete;

    /// <summary>True: a part of a message stands in the pipe and can't be taken back, so that the stream must be reset.</summary>
    public bool IsBroken { get; private set; }

    public override void SetPayloadLength(int payloadLength)
    {
        if (payloadLength > maxSize)
            throw new RpcException(Frames.TooLargeToSend(maxSize));
        _announced = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_announced < 0)
            return (_builder ??= new FrameBuilder(maxSize, null)).GetBufferWriter();
        if (_written == 0 && !IsBroken)
        {
            IsBroken = true;
            Frames.Write(pipe.GetSpan(Names.FrameHeaderSize), compressed: false, (int)_announced);
            pipe.Advance(Names.FrameHeaderSize);
        }

        return this;
    }

    public override void Complete() => _complete = true;

    public override void Complete(byte[] payload)
    {
        SetPayloadLength(payload.Length);
        GetBufferWriter().Write(payload);
        _complete = true;
    }

    public void Advance(int count)
    {
        _written += count;
        pipe.Advance(count);
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => pipe.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => pipe.GetSpan(sizeHint);

    /// <summary>Writes a message as it is.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: larger than the limit. INTERNAL: the marshaller failed.</exception>
    public void Write<T>(T message, Action<T, SerializationContext> serializer)
    {
        (_announced, _written, _complete) = (-1, 0, false);
        try
        {
            serializer(message, this);
            if (!_complete)
                throw new InvalidOperationException("The marshaller did not complete the message.");
            if (_builder is null)
                Check();
            else
                pipe.Write(_builder.Frame().Span);
            IsBroken = false;
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"A message of type {typeof(T).Name} can't be written.", error));
        }
        finally
        {
            _builder?.Dispose();
            _builder = null;
        }
    }

    private void Check()
    {
        // An empty message needs no buffer, and its marshaller may not ask for one.
        if (_announced == 0)
            GetBufferWriter();
        if (_written != _announced)
            throw new InvalidOperationException($"The marshaller announced {_announced} bytes and wrote {_written}.");
    }
}
