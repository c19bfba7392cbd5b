namespace Grpc.Core;

/// <summary>Turns messages into bytes and back.</summary>
/// <typeparam name="T">Type of the messages.</typeparam>
public class Marshaller<T>
{
    /// <summary>A marshaller that works on whole arrays.</summary>
    /// <param name="serializer">Gives the bytes of a message.</param>
    /// <param name="deserializer">Gives the message of some bytes.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public Marshaller(Func<T, byte[]> serializer, Func<byte[], T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentNullException.ThrowIfNull(deserializer);
        Serializer = serializer;
        Deserializer = deserializer;
        ContextualSerializer = (message, context) => context.Complete(serializer(message));
        ContextualDeserializer = context => deserializer(context.PayloadAsNewBuffer());
    }

    /// <summary>A marshaller that writes to and reads from the transport's buffers.</summary>
    /// <param name="serializer">Writes a message to a context.</param>
    /// <param name="deserializer">Reads a message from a context.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public Marshaller(Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentNullException.ThrowIfNull(deserializer);
        ContextualSerializer = serializer;
        ContextualDeserializer = deserializer;
        Serializer = static _ => throw new NotSupportedException("This marshaller writes to a SerializationContext; use ContextualSerializer.");
        Deserializer = static _ => throw new NotSupportedException("This marshaller reads from a DeserializationContext; use ContextualDeserializer.");
    }

    /// <summary>Gives the bytes of a message. Only for marshallers made from arrays.</summary>
    /// <exception cref="NotSupportedException">The marshaller was made from contextual functions.</exception>
    public Func<T, byte[]> Serializer { get; }

    /// <summary>Gives the message of some bytes. Only for marshallers made from arrays.</summary>
    /// <exception cref="NotSupportedException">The marshaller was made from contextual functions.</exception>
    public Func<byte[], T> Deserializer { get; }

    /// <summary>Writes a message to a context.</summary>
    public Action<T, SerializationContext> ContextualSerializer { get; }

    /// <summary>Reads a message from a context.</summary>
    public Func<DeserializationContext, T> ContextualDeserializer { get; }
}
