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
        LimitDecision decision;
        try
        {
            decision = local.TryAddPart(clientId, plan, instances);
        }
        finally
        {
            Interlocked.Decrement(ref _deciding);
        }

        if (decision.IsAdmitted && IsShared())
        {
            _late.Enqueue((clientId, plan, decision.At));
            Wake();
        }

        return decision;
    }

    /// <summary>Ends when no request is being decided in this process that was when it began. None takes longer than looking at a log.</summary>
    public async Task SettledAsync()
    {
        while (Volatile.Read(ref _deciding) > 0)
            await Task.Yield();
    }

    /// <summary>Tells Redis of those. What it was told of up to a later time it has already, and does not add again.</summary>
    public async Task TellAsync(long ahead, CancellationToken cancellationToken)
    {
        var late = new List<(string ClientId, LimitPlan Plan, long At)>();
        while (_late.TryDequeue(out var one))
            late.Add(one);
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
