namespace MctsAspire.Storage.Budgets;

/// <summary>The most that an account may spend; null: as much as it likes.</summary>
/// <param name="Tokens">Tokens read and written.</param>
/// <param name="NanoUsd">Billionths of a US dollar.</param>
/// <param name="Calls">Calls of a provider.</param>
/// <param name="Milliseconds">Time spent in calls.</param>
public readonly record struct BudgetLimits(long? Tokens, long? NanoUsd, long? Calls, long? Milliseconds)
{
    /// <summary>Whether anything is limited.</summary>
    public bool Any => Tokens is not null || NanoUsd is not null || Calls is not null || Milliseconds is not null;

    /// <summary>The limit in a dimension.</summary>
    public long? this[BudgetDimension dimension] => dimension switch
    {
        BudgetDimension.Tokens => Tokens,
        BudgetDimension.NanoUsd => NanoUsd,
        BudgetDimension.Calls => Calls,
        _ => Milliseconds,
    };
}
