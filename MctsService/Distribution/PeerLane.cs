using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Distribution;

/// <summary>Gives another replica shards of a search, as many at a time as it is trusted with, until it fails or nothing is left.</summary>
internal sealed partial class PeerLane(PeerShard shards, IOptions<SearchLimits> limits, MctsTelemetry telemetry, TimeProvider time, ILogger<PeerLane> logger)
{
    // When this replica can take all shards at once, others get those that it has no thread for.
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan HedgePoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShedDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    /// <summary>Runs shards on a peer.</summary>
    /// <param name="run">The search.</param>
    /// <param name="board">Where shards are taken from.</param>
    /// <param name="peer">Who runs them.</param>
    /// <param name="progress">Takes the progress.</param>
    /// <param name="atOnce">Whether there are more shards than this replica has threads for.</param>
    /// <param name="finished">Cancelled when nothing is left.</param>
    public async Task RunAsync(ShardRun run, ShardBoard board, Peer peer, SearchProgressBoard? progress, bool atOnce, CancellationToken finished)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(finished);
        var started = time.GetTimestamp();
        if (!atOnce)
            await Task.Delay(HeadStart, time, finished).ConfigureAwait(false);

        var lanes = new Task[Math.Min(limits.Value.ShardsPerPeer, run.Plan.Shards)];
        for (var lane = 0; lane < lanes.Length; lane++)
            lanes[lane] = RunLaneAsync(run, board, peer, progress, started, leave);
        foreach (var lane in lanes)
            await lane.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends what peers run for a search.</summary>
    /// <returns>Whether one of them ran something.</returns>
    public async Task<bool> StopAsync(string runId, IEnumerable<Peer> peers, CancellationToken cancellationToken) =>
        (await Task.WhenAll(peers.Select(peer => TryStopAsync(runId, peer, cancellationToken))).ConfigureAwait(false)).Contains(true);

    private async Task<bool> TryStopAsync(string runId, Peer peer, CancellationToken cancellationToken)
    {
        try
        {
            using var patience = new CancellationTokenSource(StopPatience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await peer.Client.StopSearchAsync(new StopSearchRequest { RunId = runId, Local = true }, cancellationToken: either.Token).ConfigureAwait(false);
            return true;
        }
        catch (NotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(logger, exception, peer.Address);
            return false;
        }
    }

    private async Task RunLaneAsync(ShardRun run, ShardBoard board, Peer peer, SearchProgressBoard? progress, long started, CancellationTokenSource leave)
    {
        while (!leave.IsCancellationRequested)
        {
            var changed = board.Changed();
            if (board.TryTake(peer) is not { } attempt)
            {
                await Task.WhenAny(changed, Task.Delay(HedgePoll, time, leave.Token)).ConfigureAwait(false);
                continue;
            }

            try
            {
                var left = run.Plan.TimeLimit - time.GetElapsedTime(started);
                var report = await shards.RunAsync(run.Plan, attempt, left, item => progress?.Take(attempt.Shard, item)).ConfigureAwait(false);
                // Stopped there by the run's name.
                if (report.StopReason == StopCause.Cancelled.Name())
                    run.Control.End(StopCause.Cancelled);
                progress?.Take(attempt.Shard, report);
                board.Complete(attempt, report);
                telemetry.CountPeerShard("done");
            }
            catch (Exception) when (attempt.Token.IsCancellationRequested)
            {
                board.GiveBack(attempt);
                telemetry.CountPeerShard("late");
            }
            catch (RateLimitException exception)
            {
                board.GiveBack(attempt);
                telemetry.CountPeerShard("shed");
                await Task.Delay(exception.RetryAfter ?? ShedDelay, time, leave.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever goes wrong there, the shard is run elsewhere.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                telemetry.CountPeerShard("lost");
                LogLost(logger, exception, attempt.Shard, peer.Address);
                await leave.CancelAsync().ConfigureAwait(false);
                board.GiveBack(attempt);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} was lost with the replica at {Address}, which gets no more of this search; it is run elsewhere.")]
    private static partial void LogLost(ILogger logger, Exception exception, int shard, Uri address);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The replica at {Address} could not be told to stop.")]
    private static partial void LogUnreachable(ILogger logger, Exception exception, Uri address);
}
