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
#pragma warning restore CA1849
            await board.ShutAsync().ConfigureAwait(false);
            foreach (var lane in lanes)
                await lane.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            kept.Dispose();
        }
    }

    // A thread goes from shard to shard until somebody else wants it, so that several searches get their turns.
    private async Task RunNativeAsync(ShardRun run, ShardBoard board, KeptShard kept, SearchProgressBoard? progress, CancellationToken finished)
    {
        while (!finished.IsCancellationRequested)
        {
            var changed = board.Changed();
            if (!await threads.RunAsync(() => RunSome(run, board, kept, progress)).WaitAsync(finished).ConfigureAwait(false))
                await changed.WaitAsync(finished).ConfigureAwait(false);
        }
    }

    private bool RunSome(ShardRun run, ShardBoard board, KeptShard kept, SearchProgressBoard? progress)
    {
        if (!RunNext(run, board, kept, progress))
            return false;
        while (!threads.AreWanted && RunNext(run, board, kept, progress))
        {
        }

        return true;
    }

    private bool RunNext(ShardRun run, ShardBoard board, KeptShard kept, SearchProgressBoard? progress)
    {
        if (board.TryTake(peer: null) is not { } attempt)
            return false;
        Finish(board, attempt, progress, () =>
        {
            var watch = Watch(run, attempt.Shard, progress);
            return attempt.Shard == 0 && kept.IsWanted && kept.Open() is { } search
                ? native.Run(run.Plan, search, attempt.Shard, watch, attempt.Token)
                : native.Run(run.Plan, attempt.Shard, watch, attempt.Token);
        });
        return true;
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

    // Shards here see the control themselves, and those elsewhere have timers of their own; who doesn't report in time is given up.
    private async Task EndEarlyAsync(ShardRun run, ShardBoard board, CancellationToken finished)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = run.Control.Ended.Register(() => ended.TrySetResult()).ConfigureAwait(false);
        await ended.Task.WaitAsync(finished).ConfigureAwait(false);
        var cause = run.Control.Cause ?? StopCause.Cancelled;
        board.Close(cause);
        if (cause == StopCause.Cancelled)
            await peerLane.StopAsync(run.Plan.RunId, board.BusyPeers(), finished).ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromMilliseconds(limits.Value.StallTimeoutMs), time, finished).ConfigureAwait(false);
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
