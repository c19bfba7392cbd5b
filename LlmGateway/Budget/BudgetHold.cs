using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage.Budgets;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>What is set aside for a call. Disposing of it without a settlement gives everything back.</summary>
internal sealed class BudgetHold : IAsyncDisposable
{
    private readonly BudgetLedger _ledger;
    private long _heldUntil;
    private long _milliseconds;
    private int _ended;

    internal BudgetHold(BudgetLedger ledger, BudgetRequest request, BudgetDecision decision)
    {
        (_ledger, Request, Accounts) = (ledger, request, decision.Charged);
        IsMadeAnew(decision.Reserved!.Value, request.LeaseUntil);
    }

    /// <summary>What is set aside. Of the milliseconds there may be others when it was set aside anew.</summary>
    public BudgetAmounts Reserved => Request.Most with { Milliseconds = Interlocked.Read(ref _milliseconds) };

    internal string Id => Request.Id;

    internal BudgetRequest Request { get; }

    internal IReadOnlyList<string> Accounts { get; }

    /// <summary>Until when nobody else can have what is set aside, unless it is renewed before.</summary>
    internal DateTimeOffset HeldUntil => new(Interlocked.Read(ref _heldUntil), TimeSpan.Zero);

    internal bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>
    /// Makes sure that it is still set aside, before something is spent: a process that stood still for longer than the lease has lost it. Then it is
    /// set aside anew.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="BudgetException">Others have it by now.</exception>
    /// <exception cref="ServiceUnavailableException">The store can't be used.</exception>
    public Task EnsureAsync(CancellationToken cancellationToken) => _ledger.EnsureAsync(this, cancellationToken);

    /// <summary>Charges what was used, once.</summary>
    /// <param name="used">What was used.</param>
    public Task SettleAsync(BudgetAmounts used) => Interlocked.Exchange(ref _ended, 1) == 0 ? _ledger.SettleAsync(this, used) : Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await SettleAsync(default);

    internal void IsHeldUntil(DateTimeOffset lease) => Interlocked.Exchange(ref _heldUntil, lease.UtcTicks);

    internal void IsMadeAnew(BudgetAmounts reserved, DateTimeOffset lease)
    {
        Interlocked.Exchange(ref _milliseconds, reserved.Milliseconds);
        IsHeldUntil(lease);
    }
}
