using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Search.Core;
using ShardReport = MctsAspire.Protos.Mcts.ShardReport;

namespace MctsAspire.MctsService.Running;

/// <summary>Runs shards that are computed here, in slices between which progress is reported, others get their turns, and the shard can be ended.</summary>
internal sealed class NativeShardRunner(TimeProvider time)
{
    // Iterations; the first is short so that a slow domain can be ended soon.
    private const int FirstSlice = 64;
    private const int LargestSlice = 1 << 20;

    private static readonly TimeSpan ShortSlice = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongSlice = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs a shard on this thread.</summary>
    public ShardReport Run(SearchPlan plan, int shard, IShardWatch watch, Turn turn, CancellationToken cancellationToken)
    {
        using var search = Open(plan, shard);
        return search is null ? ShardMessages.Unstarted(StopCause.Iterations) : Run(plan, search, shard, watch, turn, cancellationToken);
    }

    /// <summary>The search of a shard; <see langword="null"/> when it has no iterations.</summary>
    public static IShard? Open(SearchPlan plan, int shard) =>
        plan.IterationsOf(shard) == 0 ? null : plan.Problem!.CreateShard(plan.Options, shard, plan.Shards);

    /// <summary>Runs the search of a shard on this thread.</summary>
    public ShardReport Run(SearchPlan plan, IShard search, int shard, IShardWatch watch, Turn turn, CancellationToken cancellationToken)
    {
        foreach (var move in plan.Moves)
        {
            // What lies below a move is what a search of the position before it has found there.
            var ended = RunSlices(search, int.MaxValue, watch, reports: false, turn, cancellationToken);
            if (ended is StopCause.Time or StopCause.Cancelled)
                return ShardMessages.Unstarted(ended);
            search.TryAdvance(move);
        }

        var stop = RunSlices(search, plan.IterationsOf(shard), watch, reports: true, turn, cancellationToken);
        return ShardMessages.ToReport(search.Report(), stop);
    }

    private StopCause RunSlices(IShard search, int limit, IShardWatch watch, bool reports, Turn turn, CancellationToken cancellationToken)
    {
        var stop = search.Stop;
        for (var slice = FirstSlice; stop is null;)
        {
            turn.Pause();
            cancellationToken.ThrowIfCancellationRequested();
            var from = time.GetTimestamp();
            search.Run(Math.Min(slice, limit - search.Iterations));
            var took = time.GetElapsedTime(from);
            slice = took < ShortSlice ? Math.Min(2 * slice, LargestSlice) : took > LongSlice ? Math.Max(slice / 2, 1) : slice;

            // A search that is run again ends where the first one was ended.
            stop = search.Stop ?? (search.Iterations >= limit ? StopCause.Iterations : watch.Stop);
            if (reports && stop is null && watch.IsDue(search.Iterations))
                watch.Report(ShardMessages.ToProgress(search.Report(canonical: false)));
        }

        return stop.Value;
    }
}
