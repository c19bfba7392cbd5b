namespace MctsAspire.Storage.Budgets;

/// <summary>Whether an amount was set aside.</summary>
/// <param name="Reserved">What was set aside; null: nothing.</param>
/// <param name="Refusal">Why nothing was; null: something was.</param>
/// <param name="Charged">The names of the accounts that were charged, the shard's share among them.</param>
public sealed record BudgetDecision(BudgetAmounts? Reserved, BudgetRefusal? Refusal, IReadOnlyList<string> Charged);
