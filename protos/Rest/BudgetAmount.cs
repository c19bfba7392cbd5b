namespace MctsAspire.Protos.Rest;

/// <summary>How much of a limit is used.</summary>
/// <param name="Limit">The most that may be spent.</param>
/// <param name="Spent">What calls that are over have used.</param>
/// <param name="Reserved">What is set aside for calls that are not over.</param>
/// <param name="Left">What is left; never below 0.</param>
public sealed record BudgetAmount(double Limit, double Spent, double Reserved, double Left);
