using System.Runtime.CompilerServices;

namespace MctsAspire.Orchestrator.Queries;

/// <summary>Signs of life on a stream that is silent for long.</summary>
internal static class Heartbeats
{
    /// <summary>A comment, which readers of server-sent events leave out.</summary>
    public static readonly ReadOnlyMemory<byte> Comment = ": heartbeat\n\n"u8.ToArray();

    /// <summary>What happens, and a null whenever <paramref name="interval"/> has passed meanwhile.</summary>
    public static async IAsyncEnumerable<T?> Between<T>(
        IAsyncEnumerable<T> happenings, TimeSpan interval, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var beat = new PeriodicTimer(interval, time);
        await using var events = happenings.GetAsyncEnumerator(cancellationToken);
        var next = events.MoveNextAsync().AsTask();
        var tick = beat.WaitForNextTickAsync(cancellationToken).AsTask();
        try
        {
            while (true)
            {
                if (await Task.WhenAny(next, tick) == tick && !next.IsCompleted)
                {
                    await tick;
                    tick = beat.WaitForNextTickAsync(cancellationToken).AsTask();
                    yield return null;
                    continue;
                }

                if (!await next)
                    yield break;
                yield return events.Current;
                next = events.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator may not be disposed of while it moves.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
