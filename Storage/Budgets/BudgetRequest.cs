namespace MctsAspire.Storage.Budgets;

/// <summary>The most that a call can use, to be set aside in all its accounts or in none.</summary>
public sealed record BudgetRequest
{
    /// <summary>Names the reservation; unique.</summary>
    public required string Id { get; init; }

    /// <summary>The most that the call can use. Of the milliseconds as many are set aside as there are, but at least one.</summary>
    public required BudgetAmounts Most { get; init; }

    /// <summary>Whose budgets are charged, each once.</summary>
    public required IReadOnlyList<BudgetAccount> Accounts { get; init; }

    /// <summary>How the budget is divided; null: it isn't.</summary>
    public BudgetSplit? Split { get; init; }

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the reservation ends by itself, because whoever made it has died, unless it is renewed.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }
}
