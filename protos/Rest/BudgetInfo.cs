namespace MctsAspire.Protos.Rest;

/// <summary>One budget. What is not limited is absent.</summary>
public sealed record BudgetInfo
{
    /// <summary><c>client</c> (of this day, by UTC), <c>thread</c> or <c>run</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>Iterations of searches, which a client's key may limit.</summary>
    public BudgetAmount? Iterations { get; init; }

    /// <summary>Tokens read and written.</summary>
    public BudgetAmount? Tokens { get; init; }

    /// <summary>US dollars.</summary>
    public BudgetAmount? Usd { get; init; }

    /// <summary>Calls of a provider.</summary>
    public BudgetAmount? Calls { get; init; }

    /// <summary>Milliseconds spent in calls.</summary>
    public BudgetAmount? Milliseconds { get; init; }
}
