using MctsAspire.MctsService.Search;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Running;

/// <summary>Writes what was found as messages of the contract.</summary>
internal static class SearchMessages
{
    private const int ProgressActions = 10;

    /// <summary>What the search would answer now.</summary>
    public static SearchProgress ToProgress(RootTally root, SearchParameters parameters)
    {
        var progress = new SearchProgress
        {
            Iterations = root.Visits,
            TotalIterations = parameters.Iterations,
            Actions = { Sort(root).Take(ProgressActions) },
        };
        if (root.Choose(parameters.BestAction) is >= 0 and var best)
        {
            progress.BestAction = root.Actions[best].Label;
            progress.BestActionValue = root.Actions[best].Mean;
        }

        return progress;
    }

    /// <summary>The answer of a search that has ended.</summary>
    public static SearchResponse ToResponse(ShardResult<EvaluateResponse> result, long seed) => new()
    {
        Statistics = ToStatistics(result, seed),
        Answer = result.Outcome.Draft ?? new Draft(),
        StopReason = result.StopReason.Name(),
        Provider = result.Outcome.Origin?.Provider ?? "",
        Model = result.Outcome.Origin?.Model ?? "",
    };

    private static SearchStatistics ToStatistics(ShardResult<EvaluateResponse> result, long seed)
    {
        var lookUps = result.CacheHits + result.CacheMisses;
        var statistics = new SearchStatistics
        {
            Iterations = result.Root.Visits,
            RootVisits = result.Root.Visits,
            RootValue = result.Root.Mean,
            NumChildren = result.Root.Actions.Count,
            Actions = { Sort(result.Root) },
            TotalSimulations = result.Simulations,
            CacheHits = result.CacheHits,
            CacheMisses = result.CacheMisses,
            CacheHitRate = lookUps == 0 ? 0 : (double)result.CacheHits / lookUps,
            Seed = seed,
            Nodes = result.Nodes,
            Depth = result.Depth,
            PrincipalVariation = { result.PrincipalVariation },
        };
        if (result.Best >= 0)
        {
            var best = result.Root.Actions[result.Best];
            statistics.BestAction = best.Label;
            statistics.BestActionVisits = best.Visits;
            statistics.BestActionValue = best.Mean;
        }

        return statistics;
    }

    private static IEnumerable<ActionStatistics> Sort(RootTally root) =>
        from action in root.Actions
        orderby action.Visits descending, action.Mean descending
        select new ActionStatistics
        {
            Action = action.Label,
            Visits = action.Visits,
            Value = action.Mean,
            ValueSum = action.ValueSum,
            NumChildren = action.Children,
        };
}
