namespace MctsAspire.MctsService.Search.Core;

/// <summary>How the best child is found. Every implementation gives the same child, bit for bit.</summary>
internal unsafe interface ILanes
{
    /// <summary>The first child with the highest mean + exploration·spread.</summary>
    /// <param name="block">The children's first chunk.</param>
    /// <param name="chunks">Their chunks.</param>
    /// <param name="exploration">The parent's exploration term.</param>
    /// <param name="lane">The child's lane.</param>
    /// <returns>The child's chunk.</returns>
    static abstract Chunk* Best(Chunk* block, int chunks, float exploration, out nuint lane);
}
