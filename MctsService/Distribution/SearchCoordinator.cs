using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using Microsoft.Extensions.Options;
using ShardReport = MctsAspire.Protos.Mcts.ShardReport;

namespace MctsAspire.MctsService.Distribution;

/// <summary>
/// Runs the shards of a search wherever there is room: on the threads of this replica and on the others. Where a shard runs changes nothing
/// but time, and so does a replica that dies, stalls or has no room.
/// </summary>
internal sealed class SearchCoordinator(
    PeerDirectory peers, PeerLane peerLane, NativeShardRunner native, ShardThreads threads, IServiceProvider services, IOptions<SearchLimits> limits, TimeProvider time)
{
    // What others have found is worth a wait, but who stops a search wants its end.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StopPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs all shards.</summary>
    /// <exception cref="OperationCanceledException">The search was abandoned.</exception>
    public async Task<FinishedShards> RunAsync(ShardRun run, CancellationToken cancellationToken)
    {
        var (plan, options) = (run.Plan, limits.Value);
        var others = run.Alone || run.Replay is not null ? [] : peers.All;
        var kept = new KeptShard(plan);
        using var finished = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TimeSpan? hedgeAfter = plan.Domain.Calls || others.Count == 0 ? null : TimeSpan.FromMilliseconds(options.HedgeAfterMs);
        using var board = new ShardBoard(plan.Shards, hedgeAfter, kept.IsWanted, time, finished.Token);
        var progress = run.Report is { } report ? new SearchProgressBoard(plan, report, time) : null;

        var lanes = new List<Task> { EndEarlyAsync(run, board, finished.Token) };
        var here = Math.Min(plan.Shards, plan.Domain.Calls ? options.CallShards : threads.Count);
        for (var lane = 0; lane < here; lane++)
            lanes.Add(plan.Domain.Calls ? RunCallsAsync(run, board, progress, finished.Token) : RunNativeAsync(run, board, kept, progress, finished.Token));
        foreach (var peer in others)
            lanes.Add(peerLane.RunAsync(run, board, peer, progress, plan.Shards > here, finished.Token));

        try
        {
            await board.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new([.. board.Reports.Select(item => item!)], kept.Take());
        }
        finally
        {
#pragma warning disable CA1849 // What is cancelled only ends waits; another thread for it would cost more than it does.
            finished.Cancel();
            run.Control.Share.Hasten();
#pragma warning restore CA1849
            await board.ShutAsync().ConfigureAwait(false);
            foreach (var lane in lanes)
                await lane.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            kept.Dispose();
        }
    }

    private async Task RunNativeAsync(ShardRun run, ShardBoard board, KeptShard kept, SearchProgressBoard? progress, CancellationToken finished)
    {
        while (!finished.IsCancellationRequested)
        {
            var changed = board.Changed();
            await threads.RunAsync(run.Control.Share, turn => RunAll(run, board, kept, progress, turn)).WaitAsync(finished).ConfigureAwait(false);
            await changed.WaitAsync(finished).ConfigureAwait(false);
        }
    }

    // One shard after the other, as long as there is one to take.
    private bool RunAll(ShardRun run, ShardBoard board, KeptShard kept, SearchProgressBoard? progress, Turn turn)
    {
        var any = false;
        for (; board.TryTake(peer: null) is { } attempt; any = true)
        {
            Finish(board, attempt, progress, () =>
            {
                var watch = Watch(run, attempt.Shard, progress);
                return attempt.Shard == 0 && kept.IsWanted && kept.Open() is { } search
                    ? native.Run(run.Plan, search, attempt.Shard, watch, turn, attempt.Token)
                    : native.Run(run.Plan, attempt.Shard, watch, turn, attempt.Token);
            });
        }

        return any;
    }

    private static void Finish(ShardBoard board, Attempt attempt, SearchProgressBoard? progress, Func<ShardReport> compute)
    {
        try
        {
            var report = compute();
            progress?.Take(attempt.Shard, report);
            board.Complete(attempt, report);
        }
        catch (OperationCanceledException) when (attempt.Token.IsCancellationRequested)
        {
            board.GiveBack(attempt);
        }
#pragma warning disable CA1031 // The search fails with whatever its shard fails with.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            board.Fail(attempt, exception);
        }
    }

    private async Task RunCallsAsync(ShardRun run, ShardBoard board, SearchProgressBoard? progress, CancellationToken finished)
    {
        var runner = services.GetRequiredKeyedService<IShardRunner>(run.Plan.Domain.Name);
        while (!finished.IsCancellationRequested)
        {
            var changed = board.Changed();
            if (board.TryTake(peer: null) is not { } attempt)
            {
                await changed.WaitAsync(finished).ConfigureAwait(false);
                continue;
            }

            try
            {
                var shard = attempt.Shard;
                var report = await runner
                    .RunAsync(run.Plan, shard, run.Plan.Shards, Watch(run, shard, progress), run.Replay?[shard], attempt.Token)
                    .ConfigureAwait(false);
                progress?.Take(shard, report);
                board.Complete(attempt, report);
            }
            catch (OperationCanceledException) when (attempt.Token.IsCancellationRequested)
            {
                board.GiveBack(attempt);
            }
#pragma warning disable CA1031 // The search fails with whatever its shard fails with.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                board.Fail(attempt, exception);
            }
        }
    }

    // Shards here see the control themselves. Those elsewhere have timers of their own, and are told of a stop until they have reported: a
    // call that brings a shard may still be on its way. Who doesn't report in time is given up.
    private async Task EndEarlyAsync(ShardRun run, ShardBoard board, CancellationToken finished)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = run.Control.Ended.Register(() => ended.TrySetResult()).ConfigureAwait(false);
        await ended.Task.WaitAsync(finished).ConfigureAwait(false);
        var (cause, from) = (run.Control.Cause ?? StopCause.Cancelled, time.GetTimestamp());
        board.Close(cause);
        var patience = cause == StopCause.Cancelled ? StopPatience : TimeSpan.FromMilliseconds(limits.Value.StallTimeoutMs);
        while (board.BusyPeers() is { Count: > 0 } busy && time.GetElapsedTime(from) < patience)
        {
            var changed = board.Changed();
            if (cause == StopCause.Cancelled)
                await Task.WhenAny(peerLane.StopAsync(run.Plan.RunId, busy, finished), changed).ConfigureAwait(false);
            await Task.WhenAny(changed, Task.Delay(StopPause, time, finished)).ConfigureAwait(false);
            finished.ThrowIfCancellationRequested();
        }

        board.GiveUpOnPeers();
    }

    private ShardWatch Watch(ShardRun run, int shard, SearchProgressBoard? progress) =>
        new(run.Control, run.Plan.IterationsOf(shard), progress is null ? null : item => progress.Take(shard, item), time);

    /// <summary>The search of shard 0, which a certificate needs after it has ended.</summary>
    private sealed class KeptShard(SearchPlan plan) : IDisposable
    {
        private IShard? _search;

        public bool IsWanted { get; } = plan is { Problem: not null, Certificate.Rollouts: > 0 };

        public IShard? Open() => _search = NativeShardRunner.Open(plan, shard: 0);

        public IShard? Take()
        {
            var search = _search;
            _search = null;
            return search;
        }

        public void Dispose() => _search?.Dispose();
    }
}
