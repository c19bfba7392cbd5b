namespace Grpc.Core;

/// <summary>Messages that are sent one after the other.</summary>
/// <typeparam name="T">Type of the messages.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options for the next and all later writes; null for the defaults.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Sends a message. One write at a time.</summary>
    /// <param name="message">The message.</param>
    Task WriteAsync(T message);

    /// <summary>Sends a message. One write at a time.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the write, and with it the call.</param>
    /// <exception cref="NotSupportedException">The writer can't cancel writes, and the token can be cancelled.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This writer can't cancel a write; call WriteAsync without a token.")
        : WriteAsync(message);
}
