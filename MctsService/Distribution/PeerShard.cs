using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Distribution;

/// <summary>Lets another replica run a shard, and notices when it stalls.</summary>
internal sealed class PeerShard(IOptions<SearchLimits> limits, TimeProvider time)
{
    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(limits.Value.StallTimeoutMs);

    /// <summary>Runs the shard.</summary>
    /// <param name="plan">The search.</param>
    /// <param name="attempt">Which shard, and who runs it.</param>
    /// <param name="left">The time that the search has left.</param>
    /// <param name="report">Takes the progress.</param>
    /// <exception cref="OperationTimeoutException">The replica has stalled.</exception>
    /// <exception cref="FrameworkException">The replica can't or won't.</exception>
    public async Task<ShardReport> RunAsync(SearchPlan plan, Attempt attempt, TimeSpan left, Action<ShardProgress> report)
    {
        using var patience = new CancellationTokenSource(_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, attempt.Token);
        var request = new RunShardRequest { Search = plan.Request.Clone(), Shard = attempt.Shard, Shards = plan.Shards };
        request.Search.RunId = plan.RunId;
        (request.Search.ClientId, request.Search.ThreadId) = plan.Payer;
        request.Search.TimeLimitMs = (int)Math.Clamp(left.TotalMilliseconds, 1, plan.TimeLimit.TotalMilliseconds);
        using var call = attempt.Peer!.Client.RunShard(request, cancellationToken: either.Token);
        try
        {
            while (await call.ResponseStream.MoveNext(either.Token).ConfigureAwait(false))
            {
                if (call.ResponseStream.Current is { EventCase: RunShardEvent.EventOneofCase.Report } last)
                    return last.Report;
                report(call.ResponseStream.Current.Progress);
                patience.CancelAfter(_patience);
            }
        }
        catch (Exception exception) when (patience.IsCancellationRequested && !attempt.Token.IsCancellationRequested)
        {
            throw new OperationTimeoutException($"The replica at {attempt.Peer.Address} said nothing for {_patience.TotalSeconds} s.", exception);
        }

        throw new ServiceUnavailableException($"The replica at {attempt.Peer.Address} ended without a report.");
    }
}
