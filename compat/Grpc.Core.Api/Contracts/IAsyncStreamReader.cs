namespace Grpc.Core;

/// <summary>Messages that arrive one after the other.</summary>
/// <typeparam name="T">Type of the messages.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last successful <see cref="MoveNext"/> brought.</summary>
    T Current { get; }

    /// <summary>Waits for the next message. One call at a time.</summary>
    /// <param name="cancellationToken">Cancels the whole call.</param>
    /// <returns>True: <see cref="Current"/> holds it. False: the stream has ended.</returns>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
