using MctsAspire.MctsService.Requests;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Running;

/// <summary>Runs shards of searches on this replica. The report is a pure function of the plan, the shard and the answers of outside calls.</summary>
internal interface IShardRunner
{
    /// <summary>Runs a shard to its end.</summary>
    /// <param name="plan">The search.</param>
    /// <param name="shard">Which shard, from 0.</param>
    /// <param name="shards">Of how many.</param>
    /// <param name="watch">Told of progress, and asked whether to stop.</param>
    /// <param name="replay">Answers of the outside calls that the shard made before: no call is made, and one that isn't among them is an error. <see langword="null"/>: calls are made.</param>
    /// <param name="cancellationToken">Abandons the shard.</param>
    Task<ShardReport> RunAsync(
        SearchPlan plan, int shard, int shards, IShardWatch watch, IReadOnlyList<JournalEntry>? replay, CancellationToken cancellationToken);
}
