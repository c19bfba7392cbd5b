using MctsAspire.MctsService.Certifying;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Domains.Reasoning;
using MctsAspire.MctsService.Requests;
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
    /// <param name="certified">What was decided.</param>
    /// <param name="elapsed">The wall-clock time of the search.</param>
    public static SearchResponse ToResponse(MergedSearch search, Certified certified, TimeSpan elapsed)
    {
        var decision = certified.Decision;
        var response = new SearchResponse
        {
            Statistics = ToStatistics(search, certified, elapsed),
            StopReason = search.Report.StopCause.Name(),
            Domain = search.Plan.Domain.Name,
            Certificate = certified.Certificate,
        };
        if (search.Plan.Request.Reasoning is null)
            return response;

        var source = decision >= 0 ? search.ShardOf(decision) : search.Shards[0];
        response.Answer = source?.Answer ?? new Draft();
        response.Provider = source?.Origin?.Provider ?? "";
        response.Model = source?.Origin?.Model ?? "";
        response.Usage = ReasoningDomain.Total(search.Shards.Select(shard => shard?.Usage));
        return response;
    }

    /// <summary>The answer of a search that was ended before it had begun: it has found nothing.</summary>
    public static SearchResponse Unstarted(SearchRequest request, StopCause cause)
    {
        var response = new SearchResponse
        {
            Statistics = new SearchStatistics { Seed = request.HasSeed ? request.Seed : PlanOptions.DefaultSeed },
            StopReason = cause.Name(),
            Domain = request.Domain?.Name ?? ReasoningEntry.Entry.Name,
            Certificate = new Certificate { Kind = "estimated", Epsilon = 1, Delta = 1, Statement = "The search ended before it had begun." },
        };
        if (request.Explain)
            response.Explanation = new Explanation { Text = "The search ended before it had tried an action." };
        if (request.Reasoning is not null)
            response.Answer = new Draft();
        return response;
    }

    /// <summary>The actions, most visited first; of equals the one with the higher mean, then the first.</summary>
    public static IOrderedEnumerable<RootAction> Sort(IEnumerable<RootAction> actions) =>
        actions.OrderByDescending(action => action.Visits).ThenByDescending(action => action.Mean).ThenBy(action => action.Index);

    private static SearchStatistics ToStatistics(MergedSearch search, Certified certified, TimeSpan elapsed)
    {
        var (root, shards, range) = (search.Report.Root, search.Shards, search.Words.Range);
        var statistics = new SearchStatistics
        {
            Iterations = root.Iterations,
            RootVisits = root.Iterations + root.Reused,
            ReusedVisits = root.Reused,
            NumChildren = root.Actions.Count(action => action.Visits > 0),
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
        };
        if (search.Words.HasRange)
            (statistics.ReturnsLow, statistics.ReturnsHigh) = (range.Lowest, range.Highest);
        statistics.ShardIterations.AddRange(search.Report.ShardIterations);
        statistics.Actions.AddRange(Sort(root.Actions).Select(search.Words.ToStatistics));
        var lookUps = statistics.CacheHits + statistics.CacheMisses;
        statistics.CacheHitRate = lookUps == 0 ? 0 : (double)statistics.CacheHits / lookUps;
        if (statistics.RootVisits > 0)
            statistics.RootValue = range.ToUnits(root.ValueSum / statistics.RootVisits);
        if (root.Low > 0 || root.High < 1)
            (statistics.ProvenLow, statistics.ProvenHigh) = (range.ToUnits(root.Low), range.ToUnits(root.High));
        if (search.Plan is { Problem.Cut: { } cut, Options.Backup: Backup.Mean })
            (statistics.EffectiveHorizon, statistics.EffectiveHorizonError) = (cut.Steps, cut.Error * (range.Highest - range.Lowest));
        if (certified.Decision >= 0)
            AddDecision(statistics, search, certified);
        return statistics;
    }

    private static void AddDecision(SearchStatistics statistics, MergedSearch search, Certified certified)
    {
        statistics.BestAction = search.Words.Of(certified.Decision);
        statistics.PrincipalVariation.AddRange(search.LineOf(certified.Decision));
        var chosen = statistics.Actions.FirstOrDefault(action => action.Action == statistics.BestAction);
        if (chosen is null)
        {
            // The exact solution knows what the search has not looked at; a line of play that was found can be played.
            var (root, range) = (search.Report.Root, search.Words.Range);
            chosen = new() { Action = statistics.BestAction };
            if (certified.Solution is { } solution)
                chosen.ProvenLow = chosen.ProvenHigh = solution.ActionValues[certified.Decision];
            else if (root.LineValue is { } line)
                (chosen.ProvenLow, chosen.ProvenHigh) = (range.ToUnits(line), range.ToUnits(root.High));
            statistics.Actions.Add(chosen);
        }

        statistics.BestActionVisits = chosen.Visits;
        if (chosen.HasValue)
            statistics.BestActionValue = chosen.Value;
    }
}
