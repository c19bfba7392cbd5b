using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;
using RootAction = MctsAspire.MctsService.Search.Core.RootAction;

namespace MctsAspire.MctsService.Running;

/// <summary>Writes what a search found as messages of the contract.</summary>
internal static class ResponseMessages
{
    /// <summary>The answer of a search.</summary>
    /// <param name="search">What it found.</param>
    /// <param name="decision">The chosen action; -1 when there is none.</param>
    /// <param name="elapsed">The wall-clock time of the search.</param>
    public static SearchResponse ToResponse(MergedSearch search, int decision, TimeSpan elapsed)
    {
        var response = new SearchResponse
        {
            Statistics = ToStatistics(search, decision, elapsed),
            StopReason = search.Report.StopCause.Name(),
            Domain = search.Plan.Domain.Name,
        };
        if (search.Plan.Request.Reasoning is null)
            return response;

        var source = decision >= 0 ? search.ShardOf(decision) : search.Shards[0];
        response.Answer = source?.Answer ?? new Draft();
        response.Provider = source?.Origin?.Provider ?? "";
        response.Model = source?.Origin?.Model ?? "";
        return response;
    }

    /// <summary>The actions, most visited first; of equals the one with the higher mean, then the first.</summary>
    public static IOrderedEnumerable<RootAction> Sort(IEnumerable<RootAction> actions) =>
        actions.OrderByDescending(action => action.Visits).ThenByDescending(action => action.Mean).ThenBy(action => action.Index);

    private static SearchStatistics ToStatistics(MergedSearch search, int decision, TimeSpan elapsed)
    {
        var (root, shards, range) = (search.Report.Root, search.Shards, search.Words.Range);
        var statistics = new SearchStatistics
        {
            Iterations = root.Iterations,
            RootVisits = root.Iterations + root.Reused,
            ReusedVisits = root.Reused,
            NumChildren = root.Actions.Count,
            TotalSimulations = shards.Sum(shard => shard.Simulations),
            CacheHits = shards.Sum(shard => shard.CacheHits),
            CacheMisses = shards.Sum(shard => shard.CacheMisses),
            Seed = search.Plan.Options.Seed,
            Nodes = root.Nodes,
            Depth = root.Depth,
            Shards = shards.Count,
            TreeHash = root.TreeHash,
            SimulationsPerSecond = elapsed > TimeSpan.Zero ? root.Iterations / elapsed.TotalSeconds : 0,
            ElapsedMs = elapsed.TotalMilliseconds,
            BytesReserved = root.BytesReserved,
            ReturnsLow = range.Lowest,
            ReturnsHigh = range.Highest,
        };
        statistics.ShardIterations.AddRange(search.Report.ShardIterations);
        statistics.Actions.AddRange(Sort(root.Actions).Select(search.Words.ToStatistics));
        var lookUps = statistics.CacheHits + statistics.CacheMisses;
        statistics.CacheHitRate = lookUps == 0 ? 0 : (double)statistics.CacheHits / lookUps;
        if (statistics.RootVisits > 0)
            statistics.RootValue = range.ToUnits(root.ValueSum / statistics.RootVisits);
        if (root.Low > 0 || root.High < 1)
            (statistics.ProvenLow, statistics.ProvenHigh) = (range.ToUnits(root.Low), range.ToUnits(root.High));
        if (decision >= 0)
            AddDecision(statistics, search, decision);
        return statistics;
    }

    private static void AddDecision(SearchStatistics statistics, MergedSearch search, int decision)
    {
        statistics.BestAction = search.Words.Of(decision);
        statistics.PrincipalVariation.AddRange(search.LineOf(decision));
        foreach (var action in search.Report.Root.Actions)
        {
            if (action.Index == decision)
                (statistics.BestActionVisits, statistics.BestActionValue) = (action.Visits, search.Words.Range.ToUnits(action.Mean));
        }
    }
}
