namespace Grpc.Core;

/// <summary>Shortcuts for reading streams.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Waits for the next message, without a token.</summary>
    /// <typeparam name="T">Type of the messages.</typeparam>
    /// <param name="streamReader">The stream.</param>
    /// <returns>True: there is one. False: the stream has ended.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="streamReader"/> is null.</exception>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return streamReader.MoveNext(CancellationToken.None);
    }
}
