using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;
using MctsAspire.Storage.Budgets;
using MctsAspire.Storage.Language;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>Tells what is left of budgets.</summary>
/// <param name="stores">The stores.</param>
/// <param name="scopes">Whose budgets there are.</param>
internal sealed class BudgetReport(ILanguageStores stores, BudgetScopes scopes)
{
    /// <summary>The budgets of a caller that have limits.</summary>
    /// <param name="caller">The client, the thread and the run; what is empty has no budget.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ServiceUnavailableException">The store can't be used.</exception>
    public async Task<IReadOnlyList<Protos.Llm.Budget>> ReadAsync(CallContext caller, CancellationToken cancellationToken)
    {
        var budgets = new List<Protos.Llm.Budget>();
        try
        {
            foreach (var account in scopes.Of(caller))
                budgets.Add(Describe(account, await stores.Budgets.ReadAsync(account.Name, cancellationToken)));
        }
        catch (StorageException failure)
        {
            throw new ServiceUnavailableException(failure.Message, innerException: failure);
        }

        return budgets;
    }

    private static Protos.Llm.Budget Describe(BudgetAccount account, BudgetBalance balance) => new()
    {
        Scope = BudgetScopes.KindOf(account.Name),
        Tokens = State(account.Limits, balance, BudgetDimension.Tokens, 1),
        Usd = State(account.Limits, balance, BudgetDimension.NanoUsd, Price.NanoUsd),
        Calls = State(account.Limits, balance, BudgetDimension.Calls, 1),
        Milliseconds = State(account.Limits, balance, BudgetDimension.Milliseconds, 1),
    };

    private static BudgetState? State(BudgetLimits limits, BudgetBalance balance, BudgetDimension dimension, decimal unit) => limits[dimension] is { } limit
        ? new BudgetState
        {
            Limit = (double)(limit / unit),
            Spent = (double)(balance.Spent[dimension] / unit),
            Reserved = (double)(balance.Reserved[dimension] / unit),
            Left = (double)(Math.Max(0, limit - balance.Spent[dimension] - balance.Reserved[dimension]) / unit),
        }
        : null;
}
