namespace MctsAspire.LlmGateway.Budget;

/// <summary>The most that somebody may spend; what is unset is not limited.</summary>
internal sealed class BudgetLimitOptions
{
    /// <summary>Tokens read and written, from 0 on.</summary>
    public long? Tokens { get; init; }

    /// <summary>US dollars, from 0 on. Needs a price for every model that is paid for.</summary>
    public decimal? Usd { get; init; }

    /// <summary>Calls of a provider, from 0 on. What the resilience around a call asks again counts once.</summary>
    public long? Calls { get; init; }

    /// <summary>Milliseconds spent in calls, from 0 on.</summary>
    public long? Milliseconds { get; init; }
}
