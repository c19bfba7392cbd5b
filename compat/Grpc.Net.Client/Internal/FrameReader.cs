using System.Buffers;
using Grpc.Core;
using Grpc.Net.Client.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>Cuts a response body into messages. One reader at a time.</summary>
internal sealed class FrameReader(Stream stream, Codecs codecs, string? encoding, int? maxSize) : IDisposable
{
    private const int InitialSize = 4096;

    private readonly Payload _payload = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _end;
    private int _frameLength;
    private bool _compressed;

    /// <summary>Waits for the next message.</summary>
    /// <returns>False: the body has ended.</returns>
    /// <exception cref="RpcException">The frame is malformed, or its message too large.</exception>
    public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        _start += _frameLength;
        _frameLength = 0;
        return TryFrame() ? ValueTask.FromResult(true) : FillAsync(cancellationToken);
    }

    /// <summary>The message that <see cref="MoveNextAsync"/> found.</summary>
    public T Read<T>(Func<DeserializationContext, T> deserializer)
    {
        var message = new ReadOnlySequence<byte>(_buffer, _start + Names.FrameHeaderSize, _frameLength - Names.FrameHeaderSize);
        if (!_compressed)
            return _payload.Read(message, deserializer);

        var provider = Frames.Provider(codecs, encoding, StatusCode.Internal);
        using var decompressed = Codecs.Decompress(provider, message, maxSize);
        return _payload.Read(new ReadOnlySequence<byte>(decompressed.WrittenMemory), deserializer);
    }

    /// <summary>Gives the buffer back. Only by the one who reads, never beside a read.</summary>
    public void Dispose()
    {
        if (_buffer.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = _frameLength = 0;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return _end == _start ? false : throw new RpcException(Frames.Truncated);
            _end += count;
            if (TryFrame())
                return true;
        }
    }

    private bool TryFrame()
    {
        if (_end - _start < Names.FrameHeaderSize)
            return false;
        (_compressed, var length) = Frames.Parse(_buffer.AsSpan(_start, Names.FrameHeaderSize), maxSize);
        if (_end - _start - Names.FrameHeaderSize < length)
            return false;
        _frameLength = length + Names.FrameHeaderSize;
        return true;
    }

    // The buffer grows with what has arrived, not with what the peer announces.
    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            return;
        }

        if (_end < _buffer.Length)
            return;

        var kept = _end - _start;
        if (kept <= _buffer.Length / 2)
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        }
        else
        {
            var grown = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)_buffer.Length * 2, Array.MaxLength));
            _buffer.AsSpan(_start, kept).CopyTo(grown);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = grown;
        }

        _start = 0;
        _end = kept;
    }
}
