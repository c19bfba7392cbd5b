namespace MctsAspire.Storage.Budgets;

/// <summary>Whose budget is charged, and the most that it may spend.</summary>
/// <param name="Name">The account's name, as <c>run:4f1c</c>; unique over all kinds of accounts.</param>
/// <param name="Limits">What it may spend in all.</param>
public sealed record BudgetAccount(string Name, BudgetLimits Limits);
