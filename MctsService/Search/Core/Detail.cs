using System.Runtime.InteropServices;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>What only some searches need of a child, beside its <see cref="Chunk"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Detail
{
    /// <summary>The first player's return is proven to be at least this.</summary>
    public double Low;

    /// <summary>The first player's return is proven to be at most this.</summary>
    public double High;

    /// <summary>The prior probability of the action, or the probability of the outcome.</summary>
    public double Prior;

    /// <summary>The sum of the squared returns for the player who moves to the child.</summary>
    public float Squares;

    /// <summary>Children of this node that may be selected: all but what widening hides.</summary>
    public int Opened;

    /// <summary>A child of which nothing is known.</summary>
    public static Detail Unknown => new() { High = 1 };

    /// <summary>Whether the return is proven.</summary>
    public readonly bool IsExact => Low >= High;
}
