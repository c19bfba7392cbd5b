namespace MctsAspire.Storage.Budgets;

/// <summary>What an account has used.</summary>
/// <param name="Spent">What calls that are over have used.</param>
/// <param name="Reserved">What is set aside for calls that are not over.</param>
public readonly record struct BudgetBalance(BudgetAmounts Spent, BudgetAmounts Reserved);
