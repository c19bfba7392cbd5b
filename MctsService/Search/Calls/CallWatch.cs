using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>
/// Waits for calls, which may take minutes, on behalf of who watches the shard: progress is reported and a wish to stop is heard in the
/// meantime. The tree is whole while a call is waited for.
/// </summary>
/// <param name="watch">Who watches.</param>
/// <param name="progress">Reads the progress.</param>
/// <param name="time">Measures the time between two looks.</param>
internal sealed class CallWatch(IShardWatch watch, Func<ShardProgress> progress, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Why the search should end.</summary>
    public StopCause? Stop => watch.Stop;

    /// <summary>Reports progress if it is due, and says whether the search should end.</summary>
    public StopCause? Check(int iterations)
    {
        if (watch.IsDue(iterations))
            watch.Report(progress());
        return watch.Stop;
    }

    /// <summary>Waits for a call.</summary>
    /// <exception cref="SearchStoppedException">The search should end; the call was cancelled and has ended.</exception>
    public async Task<T> WaitAsync<T>(Func<CancellationToken, ValueTask<T>> call, int iterations, CancellationToken cancellationToken)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = call(source.Token);
        if (answer.IsCompleted)
            return await answer.ConfigureAwait(false);

        var running = answer.AsTask();
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(Interval, time, source.Token)).ConfigureAwait(false);
            if (running.IsCompleted || cancellationToken.IsCancellationRequested)
                break;

            if (Check(iterations) is { } cause)
            {
                await source.CancelAsync().ConfigureAwait(false);
                await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new SearchStoppedException(cause);
            }
        }

        try
        {
            return await running.ConfigureAwait(false);
        }
        finally
        {
            // Ends the delay that is still pending.
            await source.CancelAsync().ConfigureAwait(false);
        }
    }
}
