using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage.Budgets;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>
/// One call that is paid for: what is set aside for it, how long it may take, and what it costs in the end. Disposing of it without a charge
/// gives everything back.
/// </summary>
internal sealed class PaidCall : IAsyncDisposable
{
    // No call has more; a provider that tells more must not make sums overflow, which would give budgets back.
    private const long MostTokens = int.MaxValue;

    private readonly BudgetHold? _hold;
    private readonly Price? _price;
    private readonly long _mostInput;
    private readonly TimeProvider _time;
    private readonly long _begun;
    private readonly CancellationTokenSource? _limit;
    private readonly CancellationTokenSource? _linked;
    private long _longest;

    private PaidCall(BudgetHold? hold, Price? price, long mostInput, TimeProvider time, CancellationToken caller)
    {
        (_hold, _price, _mostInput, _time, _begun) = (hold, price, mostInput, time, time.GetTimestamp());
        if (hold is not null)
        {
            // Whatever the provider does, the call ends with the time that was set aside for it.
            _longest = hold.Reserved.Milliseconds;
            _limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(_longest), time);
            _linked = CancellationTokenSource.CreateLinkedTokenSource(caller, _limit.Token);
        }

        Token = _linked?.Token ?? caller;
    }

    /// <summary>Cancels the call: the caller has left, or the time that was set aside is over.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether anything is set aside for it.</summary>
    public bool IsLimited => _hold is not null;

    /// <summary>Whether the time that was set aside is over.</summary>
    public bool IsOutOfTime => _limit?.IsCancellationRequested ?? false;

    /// <summary>Sets aside the most that a call can use.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="caller">Who pays; null: nobody.</param>
    /// <param name="model">The provider and the model.</param>
    /// <param name="price">What the model costs; null: unknown.</param>
    /// <param name="most">The most tokens that it can read and write.</param>
    /// <param name="longest">How long it can take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="BudgetException">A budget does not allow the call.</exception>
    public static async Task<PaidCall> BeginAsync(
        BudgetLedger ledger,
        CallContext? caller,
        (string Provider, string Model) model,
        Price? price,
        (long Input, long Output) most,
        TimeSpan longest,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var bound = new BudgetAmounts(most.Input + most.Output, price?.Of(most.Input, most.Output) ?? 0, 1, (long)longest.TotalMilliseconds);
        var hold = await ledger.ReserveAsync(caller, bound, price is null ? model : null, cancellationToken);
        return new PaidCall(hold, price, most.Input, time, cancellationToken);
    }

    /// <summary>Makes sure, before an attempt goes out, that what was set aside for it still is.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="BudgetException">Others have it by now.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_hold is null)
            return;
        await _hold.EnsureAsync(cancellationToken);
        if (_hold.Reserved.Milliseconds is var longest && longest != _longest)
            _limit!.CancelAfter(TimeSpan.FromMilliseconds(_longest = longest));
    }

    /// <summary>Charges the call with what the provider says that it used.</summary>
    /// <param name="usage">The provider's word; null or zero: it says nothing, and the most that the texts can have is charged.</param>
    /// <param name="written">The most tokens that the answer can have.</param>
    /// <returns>What it cost in US dollars; null: unknown.</returns>
    public async Task<decimal?> ChargeAsync(UsageDetails? usage, long written)
    {
        var input = Told(usage?.InputTokenCount) ?? _mostInput;
        var output = Told(usage?.OutputTokenCount) ?? written;
        var cost = _price?.Of(input, output);
        if (_hold is not null)
        {
            var elapsed = (long)Math.Ceiling(_time.GetElapsedTime(_begun).TotalMilliseconds);
            await _hold.SettleAsync(new BudgetAmounts(input + output, cost ?? 0, 1, Math.Min(elapsed, _longest)));
        }

        return cost is { } nano ? (decimal)nano / Price.NanoUsd : null;
    }

    /// <summary>Charges the time alone: the call was stopped because it was over.</summary>
    public Task ChargeTimeAsync() => _hold?.SettleAsync(new BudgetAmounts(0, 0, 1, _longest)) ?? Task.CompletedTask;

    /// <summary>The failure of a call that was stopped because its time was over.</summary>
    public static BudgetException OutOfTime() =>
        new("The budget of milliseconds ended during this call. Ask for less, or have the limit raised.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _linked?.Dispose();
        _limit?.Dispose();
        if (_hold is not null)
            await _hold.DisposeAsync();
    }

    private static long? Told(long? tokens) => tokens is > 0 and var told ? Math.Min(told, MostTokens) : null;
}
