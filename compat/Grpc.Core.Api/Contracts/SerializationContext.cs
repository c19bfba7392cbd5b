using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller puts the bytes of one message.</summary>
public abstract class SerializationContext
{
    /// <summary>Ends the message with these bytes as its whole content.</summary>
    /// <param name="payload">The message; the context owns it from here on.</param>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    /// <summary>The buffer to write the message to, in place of <see cref="Complete(byte[])"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>Announces the exact length, so that the message can be written without a copy.</summary>
    /// <param name="payloadLength">Bytes that will be written, from 0.</param>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends the message that was written to the buffer.</summary>
    public virtual void Complete() => throw new NotImplementedException();
}
