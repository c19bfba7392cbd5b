using System.Runtime.InteropServices;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// Eight neighbouring children of one node: three cache lines. The first holds all that selection reads, so that a step down the tree
/// costs one line and one vector comparison; the second what the step after it needs; the third only what a backup adds to.
/// A node with more children has several chunks in a row.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal unsafe struct Chunk
{
    /// <summary>Children in a chunk.</summary>
    public const int Lanes = 8;

    /// <summary>Its size.</summary>
    public const int Bytes = 192;

    /// <summary>
    /// The mean return of the child for the player who moves to it; +infinity before its first visit, -infinity where there is no child
    /// or where it must not be chosen any more.
    /// </summary>
    public fixed float Mean[Lanes];

    /// <summary>What the exploration term of the parent is multiplied with: c/sqrt(visits) for UCB1.</summary>
    public fixed float Spread[Lanes];

    /// <summary>Where the child's own children begin, in cache lines from the store's start; 0 until it is expanded.</summary>
    public fixed int Link[Lanes];

    /// <summary>Iterations that went through the child.</summary>
    public fixed int Visits[Lanes];

    /// <summary>The sum of their returns for the player who moves to the child.</summary>
    public fixed double Sum[Lanes];
}
