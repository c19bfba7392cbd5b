using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// sqrt(ln n) and 1/sqrt(n) of visit counts in single precision. Made of operations that IEEE 754 rounds exactly, so that every machine has the same
/// bits and therefore the same tree. From 65,536 visits on, n is first cut to its 13 leading bits, which moves the result by less than
/// one part in 10,000; so nothing is called and nothing computed on the way down a tree.
/// </summary>
internal readonly unsafe struct VisitTables
{
    private const int Exact = 1 << 16;
    private const int MantissaBits = 12;
    private const int DroppedBits = 23 - MantissaBits;
    private const int CoarseStart = (127 + 16) << MantissaBits;
    private const int CoarseSize = (31 - 16) << MantissaBits;

    private readonly float* _rootLogs;
    private readonly float* _spreads;

    private VisitTables(float* rootLogs, float* spreads)
    {
        _rootLogs = rootLogs;
        _spreads = spreads;
    }

    /// <summary>The tables, which live as long as the process.</summary>
    public static VisitTables Shared { get; } = new(Fill(n => Math.Sqrt(ExactMath.Log(n))), Fill(n => 1 / Math.Sqrt(n)));

    /// <summary>sqrt(ln n), n at least 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float RootLog(int visits) => _rootLogs[Place(visits)];

    /// <summary>1/sqrt(n), n at least 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Spread(int visits) => _spreads[Place(visits)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Place(int visits) =>
        (uint)visits < Exact ? (uint)visits : (BitConverter.SingleToUInt32Bits(visits) >> DroppedBits) - CoarseStart + Exact;

    private static float* Fill(Func<double, double> compute)
    {
        var table = (float*)NativeMemory.AllocZeroed(Exact + CoarseSize + 1, sizeof(float));
        for (var n = 1; n < Exact; n++)
            table[n] = (float)compute(n);
        for (uint i = 0; i <= CoarseSize; i++)
            table[Exact + i] = (float)compute(BitConverter.UInt32BitsToSingle((i + CoarseStart) << DroppedBits));
        return table;
    }
}
