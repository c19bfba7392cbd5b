namespace MctsAspire.Gateway.RateLimits;

/// <summary>What all instances of the Gateway had let in for a client when Redis last said so.</summary>
/// <param name="Uses">What was used of each window.</param>
/// <param name="RedisTime">When, in microseconds of Redis's clock.</param>
/// <param name="At">When it was known here, in microseconds of the logs' clock.</param>
internal sealed record SharedCount(WindowUse[] Uses, long RedisTime, long At)
{
    /// <summary>Whether it says more than another one does.</summary>
    public bool IsNewerThan(SharedCount? other) =>
        other is null || RedisTime > other.RedisTime || (RedisTime == other.RedisTime && Uses[^1].Used > other.Uses[^1].Used);
}
