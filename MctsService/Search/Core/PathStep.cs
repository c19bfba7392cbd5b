using System.Runtime.InteropServices;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>One child on the way from the root to a leaf.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PathStep
{
    /// <summary>The child's chunk.</summary>
    public Chunk* Chunk;

    /// <summary>Its lane there.</summary>
    public int Lane;

    /// <summary>Who moves to it: the player whose returns it sums.</summary>
    public int Mover;
}
