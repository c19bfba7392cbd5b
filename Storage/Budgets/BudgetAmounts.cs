namespace MctsAspire.Storage.Budgets;

/// <summary>What a call uses, or what is left of it.</summary>
/// <param name="Tokens">Tokens read and written.</param>
/// <param name="NanoUsd">Money in billionths of a US dollar: a price of one dollar a million tokens is 1,000 of them a token.</param>
/// <param name="Calls">Calls of a provider.</param>
/// <param name="Milliseconds">Time spent in calls.</param>
public readonly record struct BudgetAmounts(long Tokens, long NanoUsd, long Calls, long Milliseconds)
{
    /// <summary>Dimensions of a budget.</summary>
    public const int Dimensions = 4;

    /// <summary>The amount in a dimension.</summary>
    public long this[BudgetDimension dimension] => dimension switch
    {
        BudgetDimension.Tokens => Tokens,
        BudgetDimension.NanoUsd => NanoUsd,
        BudgetDimension.Calls => Calls,
        _ => Milliseconds,
    };
}
