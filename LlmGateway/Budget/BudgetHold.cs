using MctsAspire.Storage.Budgets;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>What is set aside for a call. Disposing of it without a settlement gives everything back.</summary>
internal sealed class BudgetHold : IAsyncDisposable
{
    private readonly BudgetLedger _ledger;
    private int _ended;

    internal BudgetHold(BudgetLedger ledger, string id, IReadOnlyList<string> accounts, BudgetAmounts reserved) =>
        (_ledger, Id, Accounts, Reserved) = (ledger, id, accounts, reserved);

    /// <summary>What is set aside.</summary>
    public BudgetAmounts Reserved { get; }

    internal string Id { get; }

    internal IReadOnlyList<string> Accounts { get; }

    /// <summary>Charges what was used, once.</summary>
    /// <param name="used">What was used.</param>
    public Task SettleAsync(BudgetAmounts used) => Interlocked.Exchange(ref _ended, 1) == 0 ? _ledger.SettleAsync(this, used) : Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await SettleAsync(default);
}
