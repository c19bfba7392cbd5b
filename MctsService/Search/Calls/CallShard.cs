using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>Runs a shard of a domain whose steps are calls, and writes its report as a message.</summary>
internal static class CallShard
{
    /// <summary>Runs the shard to its end.</summary>
    /// <returns>The report, and what the evaluation at the end of the chosen line gave.</returns>
    public static async Task<(Protos.Mcts.ShardReport Report, TOutcome? Outcome)> RunAsync<TState, TAction, TOutcome>(
        ICallDomain<TState, TAction, TOutcome> domain,
        SearchOptions options,
        (int Index, int Count) shard,
        int limit,
        CallJournal journal,
        IShardWatch watch,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var search = new CallSearch<TState, TAction, TOutcome>(domain, options, shard, limit, journal, watch, time);
        var stop = await search.RunAsync(cancellationToken).ConfigureAwait(false);
        var found = search.Report();
        var report = found.ToReport(stop);
        report.Simulations = search.Iterations;
        report.CacheHits = search.CacheHits;
        report.CacheMisses = search.CacheMisses;
        report.Journal.Add(journal.Entries);
        return (report, found.Outcome);
    }
}
