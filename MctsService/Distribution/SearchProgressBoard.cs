using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Distribution;

/// <summary>Adds up what the shards have found so far and passes it on, at most ten times a second.</summary>
/// <param name="plan">The search.</param>
/// <param name="report">Takes the progress without waiting.</param>
/// <param name="time">The clock.</param>
internal sealed class SearchProgressBoard(SearchPlan plan, Action<SearchProgress> report, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly ShardProgress?[] _shards = new ShardProgress?[plan.Shards];
    private readonly ProgressThrottle _throttle = new(time);
    private readonly int _total = Enumerable.Range(0, plan.Shards).Sum(plan.IterationsOf);

    /// <summary>Takes the newest of a shard.</summary>
    public void Take(int shard, ShardProgress progress)
    {
        lock (_lock)
        {
            // Of two runs of the shard the one that is further.
            if (_shards[shard] is { } known && known.Iterations > progress.Iterations)
                return;
            _shards[shard] = progress;
            var iterations = 0;
            foreach (var item in _shards)
                iterations += item?.Iterations ?? 0;
            if (_throttle.IsDue(iterations, _total))
                report(ProgressMessages.ToProgress(plan, _shards, _total));
        }
    }

    /// <summary>Takes what a shard has found in all.</summary>
    public void Take(int shard, ShardReport report) => Take(shard, ShardMessages.ToProgress(report));
}
