using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Running;

/// <summary>Follows a shard while it runs. Used by the shard's thread alone.</summary>
internal interface IShardWatch
{
    /// <summary>Why the shard should end with what it has found; <see langword="null"/>: it should go on. Asked between slices of iterations.</summary>
    StopCause? Stop { get; }

    /// <summary>Whether progress is due; asked between slices, when the tree is whole.</summary>
    bool IsDue(int iterations);

    /// <summary>Takes progress; doesn't wait.</summary>
    void Report(ShardProgress progress);
}
