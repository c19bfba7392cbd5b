using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Search.Calls;

/// <summary>Watches a shard; by default it wants nothing.</summary>
internal sealed class SilentWatch : IShardWatch
{
    public Func<StopCause?> StopWhen { get; init; } = () => null;

    /// <summary>Takes progress after every batch, when set.</summary>
    public Action<ShardProgress>? Progress { get; init; }

    public StopCause? Stop => StopWhen();

    public bool IsDue(int iterations) => Progress is not null;

    public void Report(ShardProgress progress) => Progress!(progress);
}
