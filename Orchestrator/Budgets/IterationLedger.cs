using System.Globalization;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;
using MctsAspire.Storage.Budgets;
using Microsoft.Extensions.Options;
using SearchRequest = MctsAspire.Protos.Mcts.SearchRequest;
using SearchResponse = MctsAspire.Protos.Mcts.SearchResponse;

namespace MctsAspire.Orchestrator.Budgets;

/// <summary>
/// Counts the iterations of the searches of clients that may run only so many on one day, by UTC. What a search may run is set aside before it begins, and what it has run is charged after it; what is answered from a journal runs
/// nothing. An Orchestrator that died holds what its searches had set aside until they would have ended.
/// </summary>
internal sealed partial class IterationLedger(IBudgetStore budgets, IOptions<OrchestratorOptions> options, TimeProvider time, ILogger<IterationLedger> logger)
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(1);

    /// <summary>Runs a search if its client may, and charges what it has run.</summary>
    /// <param name="request">The search.</param>
    /// <param name="report">Takes reports on the way.</param>
    /// <param name="run">Runs it, with a place for its reports.</param>
    /// <param name="cancellationToken">Cancels the wait for the store.</param>
    /// <exception cref="BudgetException">The client has too few iterations left on this day.</exception>
    /// <exception cref="ServiceUnavailableException">The store can't be used.</exception>
    public async Task<SearchResponse> RunAsync(SearchRequest request, Action<SearchProgress> report, Func<Action<SearchProgress>, Task<SearchResponse>> run, CancellationToken cancellationToken)
    {
        if (ClientAllowance.Current?.IterationsPerDay is not { } limit)
            return await run(report);

        var id = Guid.NewGuid().ToString("N");
        var account = AccountOf(request.ClientId);
        await ReserveAsync(id, account, limit, Asked(request), cancellationToken);
        long used = 0;
        try
        {
            var found = await run(progress =>
            {
                Interlocked.Exchange(ref used, progress.Iterations);
                report(progress);
            });
            Interlocked.Exchange(ref used, found.Statistics?.Iterations ?? used);
            return found;
        }
        finally
        {
            // What was run is charged, also when the client has left.
            await SettleAsync(id, account, Interlocked.Read(ref used));
        }
    }

    /// <summary>What a client has used of its iterations on this day; null: it may run as many as it likes.</summary>
    public async Task<BudgetAmount?> ReadAsync(string clientId, CancellationToken cancellationToken)
    {
        if (ClientAllowance.Current?.IterationsPerDay is not { } limit)
            return null;
        var balance = await budgets.ReadAsync(AccountOf(clientId), cancellationToken);
        return new BudgetAmount(limit, balance.Spent.Tokens, balance.Reserved.Tokens, Math.Max(0, limit - balance.Spent.Tokens - balance.Reserved.Tokens));
    }

    private async Task ReserveAsync(string id, string account, long limit, long asked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var longest = TimeSpan.FromSeconds(options.Value.RunTimeoutSeconds + (2 * options.Value.CallTimeoutSeconds));
        BudgetDecision decision;
        try
        {
            decision = await budgets.ReserveAsync(
                new BudgetRequest { Id = id, Most = Amount(asked), Accounts = [new BudgetAccount(account, new BudgetLimits(limit, null, null, null))], Now = now, LeaseUntil = now + longest },
                cancellationToken);
        }
        catch (StorageException failure)
        {
            throw new ServiceUnavailableException(failure.Message, innerException: failure);
        }

        if (decision.Refusal is not { } refusal)
            return;
        throw refusal.MayPass
            ? new BudgetException(Taken(limit, refusal, asked), SoonAgain)
            : new BudgetException(Spent(limit, refusal, asked), now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime);
    }

    // What searches that run now have set aside and don't run is free again when they end.
    private static string Taken(long limit, BudgetRefusal refusal, long asked) => string.Create(
        CultureInfo.InvariantCulture,
        $"Searches that run now have set aside too much of the client's iterations of this day: of {limit} iterations {refusal.Spent} are spent and {refusal.Reserved} set aside, and the search may run {asked}. Ask again when a search has ended, or ask for fewer.");

    private static string Spent(long limit, BudgetRefusal refusal, long asked) => string.Create(
        CultureInfo.InvariantCulture,
        $"The client's iterations of this day do not allow this search: of {limit} iterations {Math.Max(0, limit - refusal.Spent - refusal.Reserved)} are left, and the search may run {asked}. Ask for fewer, wait for the next day (UTC), or have the limit raised.");

    private async Task SettleAsync(string id, string account, long used)
    {
        try
        {
            await budgets.SettleAsync(id, [account], Amount(used), again: false, time.GetUtcNow(), CancellationToken.None);
        }
        catch (StorageException failure)
        {
            // What the search found is worth no less; what was set aside for it stays so until the search would have ended at last.
            LogUnsettled(failure, used);
        }
    }

    private static long Asked(SearchRequest request) =>
        request.HasIterations ? request.Iterations : PresetIterations.Of(request.Preset);

    // The store's first dimension stands for any amount; what is not limited in the others is not counted.
    private static BudgetAmounts Amount(long iterations) => new(iterations, 0, 0, 0);

    private string AccountOf(string clientId) => string.Create(CultureInfo.InvariantCulture, $"iterations:{time.GetUtcNow():yyyy-MM-dd}:{clientId}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Iterations} iterations could not be charged")]
    private partial void LogUnsettled(Exception failure, long iterations);
}
