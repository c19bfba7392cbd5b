namespace MctsAspire.Storage.Budgets;

/// <summary>Why an account can't pay for a call.</summary>
/// <param name="Account">The account.</param>
/// <param name="Dimension">What it has too little of.</param>
/// <param name="Limit">The most that it may spend.</param>
/// <param name="Spent">What it has spent.</param>
/// <param name="Reserved">What is set aside for calls that are not over.</param>
/// <param name="Asked">What the call could use.</param>
public sealed record BudgetRefusal(string Account, BudgetDimension Dimension, long Limit, long Spent, long Reserved, long Asked)
{
    /// <summary>Whether there may be enough when the calls that are not over turn out to use less than was set aside for them.</summary>
    public bool MayPass => Reserved > 0 && Spent + Asked <= Limit;
}
