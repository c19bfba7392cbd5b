namespace MctsAspire.Gateway.RateLimits;

/// <summary>Decides which requests of a client are let in. One counts in this process, the other for all instances of the Gateway.</summary>
internal interface IRequestLimiter
{
    /// <summary>What it counts with, as <c>/ready</c> shows it.</summary>
    string InUse { get; }

    /// <summary>Lets a request in if all of its client's windows allow it, and counts it in all of them then.</summary>
    ValueTask<LimitDecision> TryAddAsync(string clientId, LimitPlan plan, CancellationToken cancellationToken);

    /// <summary>What a client has used by now, as far as this process knows without asking anybody. Counts nothing and refuses nothing.</summary>
    /// <returns>That, as the decision about a request that was let in just now; null: nothing is known of the client.</returns>
    LimitDecision? Look(string clientId, LimitPlan plan);
}
