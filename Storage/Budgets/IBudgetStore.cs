namespace MctsAspire.Storage.Budgets;

/// <summary>
/// What clients, threads, runs and shards have spent. A reservation is made in all accounts of a call or in none, at one moment for
/// everybody who uses the store, so that no account is ever overspent.
/// </summary>
public interface IBudgetStore
{
    /// <summary>
    /// Sets aside the most that a call can use, after giving back what reservations whose lease is over hold. A reservation that is held already
    /// stays as it is; one that was given back since its lease was over is made anew, or refused.
    /// </summary>
    /// <exception cref="StorageException">The store can't be used; nothing is set aside.</exception>
    Task<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken);

    /// <summary>Gives back what was set aside and charges what was used.</summary>
    /// <param name="id">The reservation.</param>
    /// <param name="accounts">The accounts that it charged.</param>
    /// <param name="used">What was used; nothing for a call that failed.</param>
    /// <param name="again">
    /// Whether an earlier try may have come through: then a reservation that was settled is not charged again. One that was given back since its
    /// lease was over is charged in any case: the call went on without it.
    /// </param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task SettleAsync(string id, IReadOnlyList<string> accounts, BudgetAmounts used, bool again, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Lets reservations live on until a time.</summary>
    /// <returns>Those that are held; the others were settled, or given back since their lease was over.</returns>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<IReadOnlyCollection<string>> RenewAsync(IReadOnlyCollection<string> ids, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>What an account has used; nothing for one that is not known.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<BudgetBalance> ReadAsync(string account, CancellationToken cancellationToken);
}
