using System.Buffers;
using Grpc.Core;

namespace Grpc.Net.Client.Wire;

/// <summary>What a marshaller reads a message from. Used again for the next message of a call.</summary>
internal sealed class Payload : DeserializationContext
{
    private ReadOnlySequence<byte> _bytes;

    public override int PayloadLength => (int)_bytes.Length;

    public override byte[] PayloadAsNewBuffer() => _bytes.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _bytes;

    /// <summary>Reads a message.</summary>
    /// <exception cref="RpcException">INTERNAL: the bytes are not a message of this type.</exception>
    public T Read<T>(ReadOnlySequence<byte> bytes, Func<DeserializationContext, T> deserializer)
    {
        _bytes = bytes;
        try
        {
            return deserializer(this);
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"A message can't be read as {typeof(T).Name}.", error));
        }
        finally
        {
            _bytes = default;
        }
    }
}
