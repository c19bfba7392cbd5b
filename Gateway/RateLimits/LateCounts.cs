using System.Collections.Concurrent;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>
/// Decides requests in this process while Redis is away. Those that had waited for it in vain may be let in here after it was found again: Redis is told of each of these, since they may be in no log that it was told of then.
/// </summary>
internal sealed class LateCounts(RedisLimitStore store, LocalLimiter local)
{
    private readonly ConcurrentQueue<(string ClientId, LimitPlan Plan, long At)> _late = new();
    private int _deciding;

    /// <summary>Whether requests are counted in Redis at the moment.</summary>
    public required Func<bool> IsShared { get; init; }

    /// <summary>Has <see cref="TellAsync"/> called soon.</summary>
    public required Action Wake { get; init; }

    /// <summary>Lets a request in if this instance's part of each window allows it.</summary>
    /// <param name="clientId">Whose request it is.</param>
    /// <param name="plan">The client's windows.</param>
    /// <param name="instances">How many instances there are.</param>
    public LimitDecision TryAdd(string clientId, LimitPlan plan, int instances)
    {
        Interlocked.Increment(ref _deciding);
        try
        {
            var decision = local.TryAddPart(clientId, plan, instances);
            if (decision.IsAdmitted && IsShared())
            {
                _late.Enqueue((clientId, plan, decision.At));
                Wake();
            }

            return decision;
        }
        finally
        {
            Interlocked.Decrement(ref _deciding);
        }
    }

    /// <summary>Ends when no request is being decided in this process that was when it began. None takes longer than looking at a log.</summary>
    public async Task SettledAsync()
    {
        while (Volatile.Read(ref _deciding) > 0)
            await Task.Yield();
    }

    /// <summary>Tells Redis of those, each client's in their order: what it was told of up to a later time it does not add again.</summary>
    /// <param name="before">Of those that came later nothing is told, as Redis gets the whole logs from this time on; null: it gets none.</param>
    /// <param name="ahead">Redis's clock minus that of the logs, in microseconds.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TellAsync(long? before, long ahead, CancellationToken cancellationToken)
    {
        if (_late.IsEmpty)
            return;
        // One that came earlier than another may be noted later.
        var until = local.Now();
        await SettledAsync();
        var late = new List<(string ClientId, LimitPlan Plan, long At)>();
        var next = new List<(string ClientId, LimitPlan Plan, long At)>();
        while (_late.TryDequeue(out var one))
        {
            if (one.At > until)
                next.Add(one);
            else if (before is null || one.At <= before)
                late.Add(one);
        }

        next.ForEach(_late.Enqueue);
        try
        {
            foreach (var client in late.GroupBy(one => one.ClientId, StringComparer.Ordinal))
            {
                long[] times = [.. client.Select(one => one.At).Order()];
                await store.MergeAsync(client.Key, client.Last().Plan, times, times[^1], ahead).WaitAsync(cancellationToken);
            }
        }
        catch
        {
            // Those that were told already are not added again.
            late.ForEach(_late.Enqueue);
            throw;
        }
    }
}
