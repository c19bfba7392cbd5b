using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>Picks one of the set bits of a word.</summary>
internal static class BitSelect
{
    /// <summary>The word with only its set bit number <paramref name="index"/>, from the lowest. There must be that many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bit(ulong word, int index) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitDeposit(1UL << index, word) : Portable(word, index);

    /// <summary>The same without the instruction for it.</summary>
    public static ulong Portable(ulong word, int index)
    {
        for (; index > 0; index--)
            word &= word - 1;
        return word & (~word + 1);
    }

    /// <summary>The place of the word's set bit number <paramref name="index"/>.</summary>
    public static int Place(ulong word, int index) => BitOperations.TrailingZeroCount(Bit(word, index));
}
