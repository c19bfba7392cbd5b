using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Contracts;

/// <summary>What MctsService says, as REST says it.</summary>
internal static class SearchContracts
{
    public static MctsStats ToRest(this Protos.Mcts.SearchResponse search)
    {
        var statistics = search.Statistics;
        var chosen = statistics.BestAction.Length > 0;
        return new MctsStats
        {
            Iterations = statistics.Iterations,
            RootVisits = statistics.RootVisits,
            RootValue = statistics.RootValue,
            NumChildren = statistics.NumChildren,
            BestAction = chosen ? statistics.BestAction : null,
            BestActionVisits = chosen ? statistics.BestActionVisits : null,
            BestActionValue = chosen ? statistics.BestActionValue : null,
            ActionStats = statistics.Actions.ToRest(),
            TotalSimulations = statistics.TotalSimulations,
            CacheHits = statistics.CacheHits,
            CacheMisses = statistics.CacheMisses,
            CacheHitRate = statistics.CacheHitRate,
            Seed = statistics.Seed,
            Nodes = statistics.Nodes,
            Depth = statistics.Depth,
            PrincipalVariation = [.. statistics.PrincipalVariation],
            StopReason = search.StopReason,
        };
    }

    public static SearchProgressEvent ToRest(this SearchProgress progress)
    {
        var chosen = progress.BestAction.Length > 0;
        return new SearchProgressEvent
        {
            Iterations = progress.Iterations,
            TotalIterations = progress.TotalIterations,
            BestAction = chosen ? progress.BestAction : null,
            BestActionValue = chosen ? progress.BestActionValue : null,
            ActionStats = progress.Actions.ToRest(),
        };
    }

    // In the order given: a dictionary that only grows keeps it.
    private static Dictionary<string, ActionStats> ToRest(this IEnumerable<ActionStatistics> actions)
    {
        var stats = new Dictionary<string, ActionStats>(StringComparer.Ordinal);
        foreach (var action in actions)
            stats[action.Action] = new ActionStats(action.Visits, action.Value, action.ValueSum, action.NumChildren);
        return stats;
    }
}
