using Google.Protobuf.Collections;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Running;

/// <summary>Writes what was found as messages of the contract.</summary>
internal static class SearchMessages
{
    private const int ProgressActions = 10;

    /// <summary>What the search would answer now.</summary>
    public static SearchProgress ToProgress(ShardProgress shard, int iterations)
    {
        var progress = new SearchProgress
        {
            Iterations = shard.Iterations,
            TotalIterations = iterations,
            Actions = { Sort(shard.Actions).Take(ProgressActions) },
            PrincipalVariation = { shard.LineWords },
        };
        if (Best(shard.Actions, shard.LineWords) is { } best)
        {
            progress.BestAction = best.Label;
            progress.BestActionValue = best.ValueSum / best.Visits;
        }

        return progress;
    }

    /// <summary>The answer of a search that has ended.</summary>
    public static SearchResponse ToResponse(ShardReport report, long seed) => new()
    {
        Statistics = ToStatistics(report, seed),
        Answer = report.Answer,
        StopReason = report.StopReason,
        Provider = report.Origin.Provider,
        Model = report.Origin.Model,
    };

    private static SearchStatistics ToStatistics(ShardReport report, long seed)
    {
        var lookUps = report.CacheHits + report.CacheMisses;
        var statistics = new SearchStatistics
        {
            Iterations = report.Iterations,
            RootVisits = report.Iterations,
            RootValue = report.ValueSum / report.Iterations,
            NumChildren = report.Actions.Count,
            Actions = { Sort(report.Actions) },
            TotalSimulations = report.Simulations,
            CacheHits = report.CacheHits,
            CacheMisses = report.CacheMisses,
            CacheHitRate = lookUps == 0 ? 0 : (double)report.CacheHits / lookUps,
            Seed = seed,
            Nodes = report.Nodes,
            Depth = report.Depth,
            PrincipalVariation = { report.LineWords },
            TreeHash = report.TreeHash,
        };
        if (Best(report.Actions, report.LineWords) is { } best)
        {
            statistics.BestAction = best.Label;
            statistics.BestActionVisits = best.Visits;
            statistics.BestActionValue = best.ValueSum / best.Visits;
        }

        return statistics;
    }

    // The chosen action begins the line.
    private static RootAction? Best(RepeatedField<RootAction> actions, RepeatedField<string> line) =>
        line.Count == 0 ? null : actions.First(action => action.Label == line[0]);

    private static IEnumerable<ActionStatistics> Sort(IEnumerable<RootAction> actions) =>
        from action in actions
        orderby action.Visits descending, action.ValueSum / action.Visits descending
        select new ActionStatistics
        {
            Action = action.Label,
            Visits = action.Visits,
            Value = action.ValueSum / action.Visits,
            ValueSum = action.ValueSum,
            NumChildren = action.Children,
        };
}
