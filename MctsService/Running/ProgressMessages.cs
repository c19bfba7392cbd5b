using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using ShardProgress = MctsAspire.Protos.Mcts.ShardProgress;

namespace MctsAspire.MctsService.Running;

/// <summary>Writes what a search would answer now.</summary>
internal static class ProgressMessages
{
    private const int MostActions = 10;

    /// <summary>Adds up the shards' progress.</summary>
    public static SearchProgress ToProgress(SearchPlan plan, IReadOnlyList<ShardProgress?> shards, int total)
    {
        var labels = plan.Domain.Calls ? new LabelIndex() : null;
        var started = shards.OfType<ShardProgress>().ToList();
        var merged = ShardMerge.Merge(
            [.. started.Select(shard => ShardMessages.ToCore(shard, labels))], [.. started.Select(_ => StopCause.Iterations)], plan.Options);
        var bounds = started.FirstOrDefault(shard => shard.HasReturnsLow && shard.HasReturnsHigh);
        var words = new ActionWords(plan, labels, bounds is null ? null : new ValueRange(bounds.ReturnsLow, bounds.ReturnsHigh));
        var progress = new SearchProgress { Iterations = merged.Root.Iterations, TotalIterations = total };
        progress.Actions.AddRange(ResponseMessages.Sort(merged.Root.Actions).Take(MostActions).Select(words.ToStatistics));
        if (merged.Best < 0)
            return progress;

        progress.BestAction = words.Of(merged.Best);
        if (merged.Root.Actions.FirstOrDefault(action => action.Index == merged.Best) is { Visits: > 0 } best)
            progress.BestActionValue = words.Range.ToUnits(best.Mean);
        progress.PrincipalVariation.AddRange(words.LineOf(
            merged.Best, [.. started.Select(shard => (IReadOnlyList<int>)shard.Line)], [.. started.Select(shard => (IReadOnlyList<string>)shard.LineWords)]));
        return progress;
    }
}
