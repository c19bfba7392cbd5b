using System.Runtime.CompilerServices;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>Compares one child after the other: for machines without AVX.</summary>
internal readonly unsafe struct ScalarLanes : ILanes
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk* Best(Chunk* block, int chunks, float exploration, out nuint lane)
    {
        var best = block;
        lane = 0;
        var highest = float.NegativeInfinity;
        for (var chunk = block; chunk < block + chunks; chunk++)
        {
            for (nuint i = 0; i < Chunk.Lanes; i++)
            {
                var bound = chunk->Mean[i] + (exploration * chunk->Spread[i]);
                if (bound > highest)
                {
                    highest = bound;
                    best = chunk;
                    lane = i;
                }
            }
        }

        return best;
    }
}
