using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Contracts;

/// <summary>What MctsService measured, as REST says it: what was not measured is absent.</summary>
internal static class SearchContracts
{
    /// <summary>The value of the best action by the domain's bounds, from 0 to 1; 0 without one, and by itself, cut to that range, where nobody knows the bounds.</summary>
    public static double ScaledBestValue(this Protos.Mcts.SearchStatistics statistics)
    {
        var value = statistics.BestActionValue;
        if (statistics is { HasBestActionValue: true, HasReturnsLow: true, HasReturnsHigh: true } && statistics.ReturnsHigh > statistics.ReturnsLow)
            value = (value - statistics.ReturnsLow) / (statistics.ReturnsHigh - statistics.ReturnsLow);
        return double.IsNaN(value) ? 0 : Math.Clamp(value, 0, 1);
    }

    /// <summary>A search's figures, but for its duration: they are the same for equal searches.</summary>
    public static MctsStats ToRest(this Protos.Mcts.SearchResponse search)
    {
        var statistics = search.Statistics;
        var chosen = statistics.BestAction.Length > 0;
        var cut = statistics.Shards > 0;
        return new MctsStats
        {
            Iterations = statistics.Iterations,
            RootVisits = statistics.RootVisits,
            RootValue = statistics.HasRootValue ? statistics.RootValue : null,
            NumChildren = statistics.NumChildren,
            BestAction = chosen ? statistics.BestAction : null,
            BestActionVisits = chosen ? statistics.BestActionVisits : null,
            BestActionValue = statistics.HasBestActionValue ? statistics.BestActionValue : null,
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
            ReusedVisits = statistics.ReusedVisits > 0 ? statistics.ReusedVisits : null,
            Shards = cut ? statistics.Shards : null,
            ShardIterations = cut ? [.. statistics.ShardIterations] : null,
            TreeHash = statistics.TreeHash.Length > 0 ? statistics.TreeHash : null,
            BytesReserved = statistics.BytesReserved > 0 ? statistics.BytesReserved : null,
            ReturnsLow = statistics.HasReturnsLow ? statistics.ReturnsLow : null,
            ReturnsHigh = statistics.HasReturnsHigh ? statistics.ReturnsHigh : null,
            ProvenLow = statistics.HasProvenLow ? statistics.ProvenLow : null,
            ProvenHigh = statistics.HasProvenHigh ? statistics.ProvenHigh : null,
            EffectiveHorizon = statistics.HasEffectiveHorizon ? statistics.EffectiveHorizon : null,
            EffectiveHorizonError = statistics.HasEffectiveHorizonError ? statistics.EffectiveHorizonError : null,
        };
    }

    /// <summary>The same with its duration.</summary>
    public static MctsStats ToTimedRest(this Protos.Mcts.SearchResponse search)
    {
        var timed = search.Statistics.ElapsedMs > 0;
        return search.ToRest() with
        {
            ElapsedMs = timed ? search.Statistics.ElapsedMs : null,
            SimulationsPerSecond = timed ? search.Statistics.SimulationsPerSecond : null,
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
            BestActionValue = progress.HasBestActionValue ? progress.BestActionValue : null,
            ActionStats = progress.Actions.ToRest(),
            PrincipalVariation = [.. progress.PrincipalVariation],
        };
    }

    // In the order given: a dictionary that only grows keeps it.
    private static Dictionary<string, ActionStats> ToRest(this IEnumerable<ActionStatistics> actions)
    {
        var stats = new Dictionary<string, ActionStats>(StringComparer.Ordinal);
        foreach (var action in actions)
        {
            stats[action.Action] = new ActionStats(
                action.Visits,
                action.HasValue ? action.Value : null,
                action.ValueSum,
                action.NumChildren,
                action.HasProvenLow ? action.ProvenLow : null,
                action.HasProvenHigh ? action.ProvenHigh : null);
        }

        return stats;
    }
}
