namespace MctsAspire.Storage.Budgets;

/// <summary>What a budget counts.</summary>
public enum BudgetDimension
{
    /// <summary>Tokens read and written.</summary>
    Tokens,

    /// <summary>Billionths of a US dollar.</summary>
    NanoUsd,

    /// <summary>Calls of a provider.</summary>
    Calls,

    /// <summary>Milliseconds spent in calls.</summary>
    Milliseconds,
}
