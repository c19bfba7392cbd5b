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

    // A lease is renewed long before it is as short as this, unless the process stood still or the store was away.
    private static readonly TimeSpan SureLease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private const int MostWaiting = 1024;

    // Other processes settle as well, and nobody tells.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, BudgetHold> _holds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (BudgetHold Hold, BudgetAmounts Used)> _unsettled = new(StringComparer.Ordinal);
    private readonly BudgetQueues _waiting = new(MostWaiting, time);

    /// <summary>Calls that wait for what is set aside for others.</summary>
    public int Waiting => _waiting.Count;

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

        var now = time.GetUtcNow();
        var (request, decision) = await AcquireAsync(
            new BudgetRequest
            {
                Id = Guid.NewGuid().ToString("N"),
                Most = most,
                Accounts = accounts,
                Split = BudgetScopes.SplitOf(caller),
                Now = now,
                LeaseUntil = now + Lease,
            },
            cancellationToken);
        return _holds[request.Id] = new BudgetHold(this, request, decision);
    }

    internal async Task EnsureAsync(BudgetHold hold, CancellationToken cancellationToken)
    {
        if (hold.HeldUntil - time.GetUtcNow() >= SureLease || await RenewAsync([hold], cancellationToken) is [])
            return;

        // Not waited for: the attempt that is to be made has its time running.
        var request = Now(hold.Request);
        var decision = await TranslateAsync(() => stores.Budgets.ReserveAsync(request, cancellationToken));
        if (decision.Reserved is not { } reserved)
            throw Refused(decision.Refusal!);
        hold.IsMadeAnew(reserved, request.LeaseUntil);
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

        if (_holds.IsEmpty)
            return;
        await TryAsync(async () =>
        {
            foreach (var lapsed in await RenewAsync([.. _holds.Values], cancellationToken))
                await ReviveAsync(lapsed, cancellationToken);
        });
    }

    // The process stood still for longer than a lease, and a call is under way whose reservation others may have had since. While there is enough, it is
    // made anew; when there isn't, the call is charged all the same, and makes no other attempt.
    private async Task ReviveAsync(BudgetHold hold, CancellationToken cancellationToken)
    {
        if (hold.HasEnded)
            return;
        var request = Now(hold.Request);
        if ((await stores.Budgets.ReserveAsync(request, cancellationToken)).Reserved is not { } reserved)
            return;
        hold.IsMadeAnew(reserved, request.LeaseUntil);

        // It was settled at the same moment: nobody would give this back.
        if (hold.HasEnded)
            await stores.Budgets.SettleAsync(hold.Id, hold.Accounts, default, again: true, time.GetUtcNow(), cancellationToken);
    }

    // Gives those that were given back.
    private async Task<IReadOnlyList<BudgetHold>> RenewAsync(IReadOnlyList<BudgetHold> holds, CancellationToken cancellationToken)
    {
        var lease = time.GetUtcNow() + Lease;
        var held = (await TranslateAsync(() => stores.Budgets.RenewAsync([.. holds.Select(hold => hold.Id)], lease, cancellationToken))).ToHashSet(StringComparer.Ordinal);
        foreach (var hold in holds.Where(hold => held.Contains(hold.Id)))
            hold.IsHeldUntil(lease);
        return [.. holds.Where(hold => !held.Contains(hold.Id))];
    }

    // Tries until the store sets the amount aside, or refuses it for good, or for too long.
    private async Task<(BudgetRequest Request, BudgetDecision Decision)> AcquireAsync(BudgetRequest request, CancellationToken cancellationToken)
    {
        var giveUp = time.GetUtcNow() + LongestWait;
        var place = _waiting.Follow(request.Accounts.Select(account => account.Name));
        try
        {
            while (true)
            {
                if (place is not null)
                    await place.TurnAsync(Poll, giveUp - time.GetUtcNow(), cancellationToken);
                request = Now(request);
                var decision = await TranslateAsync(() => stores.Budgets.ReserveAsync(request, cancellationToken));
                if (decision.Refusal is not { } refusal)
                    return (request, decision);
                if (refusal.MayPass && request.Now < giveUp && place?.Account != refusal.Account)
                {
                    place?.Dispose();
                    place = _waiting.Join(refusal.Account);
                }

                if (!refusal.MayPass || request.Now >= giveUp || place is null)
                    throw Refused(refusal);
            }
        }
        finally
        {
            place?.Dispose();
        }
    }

    private BudgetException Refused(BudgetRefusal refusal)
    {
        telemetry.Refused(refusal);
        return BudgetRefusals.Of(refusal, scopes);
    }

    private BudgetRequest Now(BudgetRequest request)
    {
        var now = time.GetUtcNow();
        return request with { Now = now, LeaseUntil = now + Lease };
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
        _waiting.GivenBack(hold.Accounts);
    }

    private static async Task<T> TranslateAsync<T>(Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (StorageException failure)
        {
            throw new ServiceUnavailableException(failure.Message, innerException: failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The budget store can't be used; what was spent is charged when it is back")]
    private partial void LogUnsettled(Exception failure);
}
