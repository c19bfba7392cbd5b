namespace MctsAspire.Gateway.RateLimits;

/// <summary>What all instances of the Gateway had let in for a client when Redis last said so.</summary>
/// <param name="Uses">What was used of each window; a reset of zero is not known.</param>
/// <param name="RedisTime">When, in microseconds of Redis's clock.</param>
/// <param name="At">When it was known here, in microseconds of the logs' clock.</param>
internal sealed record SharedCount(WindowUse[] Uses, long RedisTime, long At)
{
    // Longer than any message takes.
    private const long SetBack = 10_000_000;

    /// <summary>What of it is known to count still.</summary>
    /// <param name="now">The time, in microseconds of the logs' clock.</param>
    /// <param name="plan">The windows.</param>
    public WindowUse[] UsesAt(long now, LimitPlan plan)
    {
        var age = TimeSpan.FromMicroseconds(now - At);
        var uses = new WindowUse[Uses.Length];
        for (var i = 0; i < uses.Length; i++)
        {
            var (use, length) = (Uses[i], plan.Windows[i].Length);
            // Of those that count no more after the first one nobody has said when they came, and other instances do not even say it of the first.
            uses[i] = age >= length ? new WindowUse(0, length)
                : use.Reset == TimeSpan.Zero ? use with { Reset = length - age }
                : age < use.Reset ? use with { Reset = use.Reset - age }
                : new WindowUse(Math.Max(0, use.Used - 1), length - age);
        }

        return uses;
    }

    /// <summary>Whether it says more than another one does. What was known much later does, even if Redis's clock, which may have been set back, says otherwise.</summary>
    public bool IsNewerThan(SharedCount? other) =>
        other is null || At > other.At + SetBack || RedisTime > other.RedisTime || (RedisTime == other.RedisTime && Uses[^1].Used > other.Uses[^1].Used);
}
