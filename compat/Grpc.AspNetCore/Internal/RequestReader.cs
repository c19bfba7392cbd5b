using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Client.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Cuts a request body into messages. One reader at a time.</summary>
internal sealed class RequestReader(HttpContextServerCallContext call, PipeReader pipe, MethodOptions options)
{
    private readonly Payload _payload = new();

    /// <summary>Reads the one message of the request, and makes sure that it is the only one.</summary>
    /// <exception cref="RpcException">The body is malformed, too large, or holds another number of messages.</exception>
    public async ValueTask<T> ReadSingleAsync<T>(Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        var message = await ReadNextAsync(deserializer, cancellationToken)
            ?? throw new RpcException(new Status(StatusCode.Unimplemented, "The request holds no message; the method takes exactly one."));
        // The stream may end a moment after its last byte.
        while (true)
        {
            var result = await ReadAsync(cancellationToken);
            var isEmpty = result.Buffer.IsEmpty;
            pipe.AdvanceTo(result.Buffer.Start);
            if (!isEmpty)
                throw new RpcException(new Status(StatusCode.Unimplemented, "The request holds more than one message; the method takes exactly one."));
            if (result.IsCompleted)
                return message;
        }
    }

    /// <summary>Reads the next message; null at the end of the body.</summary>
    /// <exception cref="RpcException">The body is malformed or the message too large.</exception>
    public async ValueTask<T?> ReadNextAsync<T>(Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var result = await ReadAsync(cancellationToken);
            var rest = result.Buffer;
            var examined = rest.End;
            try
            {
                if (TryRead(ref rest, deserializer) is { } message)
                {
                    examined = rest.Start;
                    return message;
                }

                if (result.IsCompleted)
                    return rest.IsEmpty ? null : throw new RpcException(Frames.Truncated);
            }
            finally
            {
                pipe.AdvanceTo(rest.Start, examined);
            }
        }
    }

    private ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken) =>
        pipe.TryRead(out var result) ? ValueTask.FromResult(result) : WaitAsync(cancellationToken);

    private async ValueTask<ReadResult> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await pipe.ReadAsync(cancellationToken);
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            call.LoseConnection();
            throw;
        }
    }

    private T? TryRead<T>(ref ReadOnlySequence<byte> rest, Func<DeserializationContext, T> deserializer)
        where T : class
    {
        if (rest.Length < Names.FrameHeaderSize)
            return null;
        var (compressed, length) = ParseHeader(rest);
        if (rest.Length - Names.FrameHeaderSize < length)
            return null;
        var bytes = rest.Slice(Names.FrameHeaderSize, length);
        var message = compressed ? Decompress(bytes, deserializer) : _payload.Read(bytes, deserializer);
        rest = rest.Slice(bytes.End);
        return message;
    }

    private (bool Compressed, int Length) ParseHeader(in ReadOnlySequence<byte> rest)
    {
        if (rest.FirstSpan.Length >= Names.FrameHeaderSize)
            return Frames.Parse(rest.FirstSpan[..Names.FrameHeaderSize], options.MaxReceiveMessageSize);
        Span<byte> header = stackalloc byte[Names.FrameHeaderSize];
        rest.Slice(0, Names.FrameHeaderSize).CopyTo(header);
        return Frames.Parse(header, options.MaxReceiveMessageSize);
    }

    private T Decompress<T>(ReadOnlySequence<byte> bytes, Func<DeserializationContext, T> deserializer)
    {
        var encoding = call.HttpContext.Request.Headers.GrpcEncoding.ToString();
        if (options.Codecs.Find(encoding) is null)
            call.AnnounceEncodings();
        var provider = Frames.Provider(options.Codecs, encoding, StatusCode.Unimplemented);
        using var decompressed = Codecs.Decompress(provider, bytes, options.MaxReceiveMessageSize);
        return _payload.Read(new ReadOnlySequence<byte>(decompressed.WrittenMemory), deserializer);
    }
}
