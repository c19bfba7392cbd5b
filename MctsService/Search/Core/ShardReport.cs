namespace MctsAspire.MctsService.Search.Core;

/// <summary>What the search of one shard found. Values are returns in [0,1] for the player who moves at the root.</summary>
/// <param name="Iterations">Iterations run.</param>
/// <param name="ValueSum">The sum of their returns.</param>
/// <param name="Low">The root's value is proven to be at least this.</param>
/// <param name="High">The root's value is proven to be at most this.</param>
/// <param name="Actions">The root's actions that were tried, by their index.</param>
/// <param name="Nodes">Nodes in the tree.</param>
/// <param name="Depth">Actions and outcomes from the root to the deepest node.</param>
/// <param name="BytesReserved">Memory of the tree.</param>
/// <param name="TreeHash">SHA-256 of the canonical tree, in lower-case hexadecimal.</param>
/// <param name="Line">The actions of the best line of play found, where one player decides everything; else those of the principal variation.</param>
/// <param name="LineValue">The return of the best line; <see langword="null"/> where there is none.</param>
internal sealed record ShardReport(
    int Iterations,
    double ValueSum,
    double Low,
    double High,
    IReadOnlyList<RootAction> Actions,
    int Nodes,
    int Depth,
    long BytesReserved,
    string TreeHash,
    IReadOnlyList<int> Line,
    double? LineValue)
{
    /// <summary>Visits that the root had before, from searches of earlier positions.</summary>
    public int Reused { get; init; }
}
