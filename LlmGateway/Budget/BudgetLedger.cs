using System.Collections.Concurrent;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;
using MctsAspire.Storage.Budgets;
using MctsAspire.Storage.Language;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>
/// Stands at the door of paid calls: sets aside the most that a call can use, and charges what it has used. While it runs it keeps the
/// reservations of this process alive, and settles what the store would not take.
/// </summary>
internal sealed partial class BudgetLedger(
    ILanguageStores stores, BudgetScopes scopes, PaymentTelemetry telemetry, TimeProvider time, ILogger<BudgetLedger> logger) : BackgroundService
{
    /// <summary>How long the reservations of a process that died are held.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    // Other processes settle as well, and nobody tells.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, BudgetHold> _holds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (BudgetHold Hold, BudgetAmounts Used)> _unsettled = new(StringComparer.Ordinal);
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether a caller has any limit.</summary>
    public bool Limits(CallContext? caller) => scopes.Of(caller).Count > 0;

    /// <summary>Sets the most that a call can use aside. What is set aside for calls that are not over is waited for before a call is refused.</summary>
    /// <param name="caller">Who pays; null: nobody.</param>
    /// <param name="most">The most that the call can use.</param>
    /// <param name="unpriced">The provider and the model whose price nobody has said; null: the money in <paramref name="most"/> is known.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What was set aside; null: nothing is limited.</returns>
    /// <exception cref="BudgetException">A budget does not allow the call.</exception>
    /// <exception cref="ConfigurationException">Money is limited, and the model has no price.</exception>
    /// <exception cref="ServiceUnavailableException">The store can't be used.</exception>
    public async Task<BudgetHold?> ReserveAsync(CallContext? caller, BudgetAmounts most, (string Provider, string Model)? unpriced, CancellationToken cancellationToken)
    {
        var accounts = scopes.Of(caller);
        if (accounts.Count == 0)
            return null;
        if (unpriced is var (provider, model) && accounts.FirstOrDefault(account => account.Limits.NanoUsd is not null) is { } limited)
        {
            throw new ConfigurationException(
                $"Prices:{provider}:{model}",
                $"is not set, and {BudgetScopes.TitleOf(limited.Name)} limits money; set Prices__{provider}__{model}__Input and Prices__{provider}__{model}__Output to US dollars for a million tokens, or remove the limit");
        }

        var giveUp = time.GetUtcNow() + LongestWait;
        while (true)
        {
            var settled = Volatile.Read(ref _settled).Task;
            var now = time.GetUtcNow();
            var request = new BudgetRequest
            {
                Id = Guid.NewGuid().ToString("N"),
                Most = most,
                Accounts = accounts,
                Split = BudgetScopes.SplitOf(caller),
                Now = now,
                LeaseUntil = now + Lease,
            };
            var decision = await ReserveAsync(request, cancellationToken);
            if (decision.Reserved is { } reserved)
                return _holds[request.Id] = new BudgetHold(this, request.Id, decision.Charged, reserved);
            if (!decision.Refusal!.MayPass || now >= giveUp)
            {
                telemetry.Refused(decision.Refusal);
                throw BudgetRefusals.Of(decision.Refusal, scopes);
            }

            await Task.WhenAny(settled, Task.Delay(Poll, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    internal async Task SettleAsync(BudgetHold hold, BudgetAmounts used)
    {
        try
        {
            // What was paid is charged, also when the caller has left.
            await stores.Budgets.SettleAsync(hold.Id, hold.Accounts, used, again: false, time.GetUtcNow(), CancellationToken.None);
            Ended(hold);
        }
        catch (StorageException failure)
        {
            // The reservation stays alive until the charge gets through, so that nobody spends the same money meanwhile.
            _unsettled[hold.Id] = (hold, used);
            LogUnsettled(failure);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewalInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await MaintainAsync(stoppingToken);
    }

    /// <summary>Keeps the reservations of this process alive, and settles what the store would not take.</summary>
    internal async Task MaintainAsync(CancellationToken cancellationToken)
    {
        foreach (var (hold, used) in _unsettled.Values)
        {
            await TryAsync(async () =>
            {
                await stores.Budgets.SettleAsync(hold.Id, hold.Accounts, used, again: true, time.GetUtcNow(), cancellationToken);
                _unsettled.TryRemove(hold.Id, out _);
                Ended(hold);
            });
        }

        if (!_holds.IsEmpty)
            await TryAsync(() => stores.Budgets.RenewAsync([.. _holds.Keys], time.GetUtcNow() + Lease, cancellationToken));
    }

    // Whatever fails is tried again at the next round, and keeps nothing else from being done.
    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // A store that fails must not end the service.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogUnsettled(failure);
        }
    }

    private void Ended(BudgetHold hold)
    {
        _holds.TryRemove(hold.Id, out _);
        Interlocked.Exchange(ref _settled, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private async Task<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await stores.Budgets.ReserveAsync(request, cancellationToken);
        }
        catch (StorageException failure)
        {
            throw new ServiceUnavailableException(failure.Message, innerException: failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The budget store can't be used; what was spent is charged when it is back")]
    private partial void LogUnsettled(Exception failure);
}
