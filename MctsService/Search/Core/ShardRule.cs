namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// How many logical shards a search has when its request names none: one for each full 25,000 iterations, at least 1 and at most 64.
/// The rule knows the request alone, so the answer doesn't depend on the hardware. Small searches stay whole, because a tree gains more from
/// its own earlier iterations than from a second opinion; large ones can use many threads and replicas.
/// </summary>
internal static class ShardRule
{
    /// <summary>Iterations of a shard.</summary>
    public const int IterationsPerShard = 25_000;

    /// <summary>The most shards.</summary>
    public const int MaxShards = 64;

    /// <summary>The shards of a search with that many iterations.</summary>
    public static int Count(int iterations) => Math.Clamp(iterations / IterationsPerShard, 1, MaxShards);

    /// <summary>The iterations of one of the shards; the first shards take what doesn't divide.</summary>
    public static int Share(int iterations, int shards, int shard) => (iterations / shards) + (shard < iterations % shards ? 1 : 0);
}
