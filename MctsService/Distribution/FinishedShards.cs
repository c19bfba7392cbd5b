using MctsAspire.MctsService.Search.Core;
using ShardReport = MctsAspire.Protos.Mcts.ShardReport;

namespace MctsAspire.MctsService.Distribution;

/// <summary>What the shards of a search found.</summary>
/// <param name="reports">Their reports, in their order.</param>
/// <param name="first">The search of shard 0, frozen, if it was kept.</param>
internal sealed class FinishedShards(IReadOnlyList<ShardReport> reports, IShard? first) : IDisposable
{
    /// <summary>The shards' reports, in their order.</summary>
    public IReadOnlyList<ShardReport> Reports => reports;

    /// <summary>The search of shard 0, frozen; <see langword="null"/> when it was not kept.</summary>
    public IShard? First => first;

    /// <inheritdoc/>
    public void Dispose() => first?.Dispose();
}
