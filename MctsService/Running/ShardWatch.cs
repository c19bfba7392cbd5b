using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Running;

/// <summary>Follows a shard: passes its progress on, at most ten times a second, and lets the search's control end it.</summary>
/// <param name="control">What ends the search.</param>
/// <param name="iterations">The shard's iterations in all.</param>
/// <param name="report">Takes progress without waiting; <see langword="null"/>: nobody asks.</param>
/// <param name="time">The clock.</param>
/// <param name="heartBeat">After how long without progress some is due nevertheless: a shard that waits for a slow call is not one that stalls.</param>
internal sealed class ShardWatch(
    SearchControl control, int iterations, Action<ShardProgress>? report, TimeProvider time, TimeSpan? heartBeat = null) : IShardWatch
{
    private readonly ProgressThrottle _throttle = new(time);
    private long _last = time.GetTimestamp();

    /// <inheritdoc/>
    public StopCause? Stop => control.Cause;

    /// <inheritdoc/>
    public bool IsDue(int done)
    {
        var due = report is not null && (_throttle.IsDue(done, iterations) || time.GetElapsedTime(_last) >= heartBeat);
        if (due)
            _last = time.GetTimestamp();
        return due;
    }

    /// <inheritdoc/>
    public void Report(ShardProgress progress) => report?.Invoke(progress);
}
