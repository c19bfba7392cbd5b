namespace MctsAspire.Protos.Rest;

/// <summary>What is left of the budgets for language models and searches: the answer of <c>GET /budget</c>.</summary>
/// <param name="Budgets">The budgets that have limits; empty when nothing is limited.</param>
public sealed record BudgetList(IReadOnlyList<BudgetInfo> Budgets);
