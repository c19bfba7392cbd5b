namespace MctsAspire.Gateway.RateLimits;

/// <summary>Whether a request is let in, and what its client has used by then.</summary>
/// <param name="plan">The client's windows.</param>
/// <param name="uses">What is used of each of them, in their order.</param>
/// <param name="refusedBy">The number of the window that stays full for the longest; -1: none is full.</param>
/// <param name="retryAfter">How long it is until a request is let in, if no other comes before it.</param>
internal sealed class LimitDecision(LimitPlan plan, WindowUse[] uses, int refusedBy, TimeSpan retryAfter)
{
    public LimitPlan Plan { get; } = plan;

    public WindowUse[] Uses { get; } = uses;

    /// <summary>When it was let in, in microseconds of the logs' clock, if that was decided in this process.</summary>
    public long At { get; init; }

    public bool IsAdmitted => refusedBy < 0;

    /// <summary>The full window.</summary>
    public RateWindow RefusedBy => Plan.Windows[refusedBy];

    public TimeSpan RetryAfter { get; } = retryAfter;
}
