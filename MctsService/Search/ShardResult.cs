namespace MctsAspire.MctsService.Search;

/// <summary>What the search of one shard found.</summary>
/// <param name="Root">What was counted at the root.</param>
/// <param name="Best">The index of the chosen action in the tally; -1 when the root has none.</param>
/// <param name="PrincipalVariation">The labels of the chosen action and, below it, of the most visited child at each step.</param>
/// <param name="Outcome">What the evaluation at the end of the principal variation gave; of several the one with the highest value.</param>
/// <param name="StopReason">Why the search ended.</param>
/// <param name="Simulations">Evaluations of leaves, computed or cached.</param>
/// <param name="CacheHits">Look-ups in the cache that found an evaluation.</param>
/// <param name="CacheMisses">Look-ups that found none.</param>
/// <param name="Nodes">Nodes in the tree.</param>
/// <param name="Depth">Actions from the root to the deepest node.</param>
internal sealed record ShardResult<TOutcome>(
    RootTally Root,
    int Best,
    IReadOnlyList<string> PrincipalVariation,
    TOutcome Outcome,
    StopReason StopReason,
    int Simulations,
    int CacheHits,
    int CacheMisses,
    int Nodes,
    int Depth);
