namespace MctsAspire.MctsService.Search.Core;

/// <summary>What a search found: the sums over its shards, in their order. Values are returns in [0,1] for the player who moves at the root.</summary>
/// <param name="Root">The shards' reports as one.</param>
/// <param name="Best">The index of the chosen action; -1 when none was tried.</param>
/// <param name="StopCause">Why the search ended.</param>
/// <param name="ShardIterations">The iterations of each shard: with the request and the seed all that is needed to run the search again.</param>
internal sealed record SearchReport(ShardReport Root, int Best, StopCause StopCause, IReadOnlyList<int> ShardIterations)
{
    /// <summary>Whether the root's value is proven.</summary>
    public bool IsProven => Root.High <= Root.Low;
}
