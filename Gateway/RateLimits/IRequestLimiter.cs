namespace MctsAspire.Gateway.RateLimits;

/// <summary>Decides which requests of a client are let in. One counts in this process, the other for all instances of the Gateway.</summary>
internal interface IRequestLimiter
{
    /// <summary>What it counts with, as <c>/ready</c> shows it.</summary>
    string InUse { get; }

    /// <summary>Lets a request in if all of its client's windows allow it, and counts it in all of them then.</summary>
    ValueTask<LimitDecision> TryAddAsync(string clientId, LimitPlan plan, CancellationToken cancellationToken);
}
