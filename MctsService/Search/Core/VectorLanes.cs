using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>Compares the eight children of a chunk at once: one AVX register, with the mask instructions of AVX-512 where there are.</summary>
internal readonly unsafe struct VectorLanes : ILanes
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk* Best(Chunk* block, int chunks, float exploration, out nuint lane)
    {
        var weight = Vector256.Create(exploration);
        var bounds = Bounds(block, weight);
        var highest = Highest(bounds);
        lane = First(bounds, highest);
        if (chunks == 1)
            return block;

        var best = block;
        for (var chunk = block + 1; chunk < block + chunks; chunk++)
        {
            bounds = Bounds(chunk, weight);
            var high = Highest(bounds);
            if (high.ToScalar() > highest.ToScalar())
            {
                highest = high;
                best = chunk;
                lane = First(bounds, high);
            }
        }

        return best;
    }

    // No bound is negative but the -infinity of an absent child, and such numbers have the order of their bits, which compare faster.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Bounds(Chunk* chunk, Vector256<float> weight) =>
        (Vector256.Load(chunk->Mean) + (weight * Vector256.Load(chunk->Spread))).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Highest(Vector256<int> bounds)
    {
        var four = Vector128.Max(bounds.GetLower(), bounds.GetUpper());
        var two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.Max(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint First(Vector256<int> bounds, Vector128<int> highest)
    {
        var everywhere = Vector256.Create(highest, highest);
        return (uint)BitOperations.TrailingZeroCount(Vector256.Equals(bounds, everywhere).ExtractMostSignificantBits());
    }
}
