namespace MctsAspire.Gateway.RateLimits;

/// <summary>What is known of Redis's clock: how far it is ahead of that of the logs here. An answer tells it only to within the time that it took.</summary>
internal sealed class RedisClock(RedisLimitStore store, LocalLimiter local)
{
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromMilliseconds(50);

    // The least that it can be; 0: not known.
    private long _ahead;

    /// <summary>Asks for Redis's time, and who else there is. It is waited for longer than a request waits: an answer is what tells that Redis is back, and one question at a time is enough.</summary>
    /// <returns>The answer, and by how many microseconds Redis's clock is ahead at most: what is merged by it counts rather a moment too long than too short.</returns>
    public async Task<(Registration Registered, long Ahead)> RegisterAsync(CancellationToken cancellationToken)
    {
        var sent = local.Now();
        var registered = await store.RegisterAsync().WaitAsync(cancellationToken);
        if (local.Now() - sent > SlowAnswer.TotalMicroseconds)
        {
            // An answer that took long tells little about the time. What was known of this instance stands in the first one.
            sent = local.Now();
            var again = await store.RegisterAsync().WaitAsync(cancellationToken);
            registered = again.Mark == registered.Mark ? again with { Before = registered.Before } : again;
        }

        Learn(registered.Now);
        return (registered, registered.Now - sent);
    }

    /// <summary>An answer came that says what time it is there.</summary>
    public void Learn(long now) => Interlocked.Exchange(ref _ahead, now - local.Now());

    /// <summary>Redis's time at a time of the logs, or a moment earlier; 0: it is not known.</summary>
    public long TimeOf(long at) => Interlocked.Read(ref _ahead) is var ahead && ahead == 0 ? 0 : at + ahead;
}
