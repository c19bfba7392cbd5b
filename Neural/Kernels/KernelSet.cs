using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MctsAspire.Neural.Kernels;

/// <summary>All kernels for one width of vector. Products give the same bits in every set that has fused multiply-add; sums over a row may differ in the last bits.</summary>
internal abstract unsafe partial class KernelSet
{
    /// <summary>The widest that this machine runs well.</summary>
    public static readonly KernelSet Best = Supported()[0];

    /// <summary>Columns of a panel: two vectors.</summary>
    public abstract int PanelWidth { get; }

    /// <summary>Every set that this machine can run, the best first. The last is the portable one.</summary>
    public static IReadOnlyList<KernelSet> Supported()
    {
        var sets = new List<KernelSet>();
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
            sets.Add(new KernelSet<Lanes512, Vector512<float>>());
        if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
            sets.Add(new KernelSet<Lanes256, Vector256<float>>());
        sets.Add(new KernelSet<Lanes128, Vector128<float>>());
        return sets;
    }

    /// <summary>How many floats the panels of a right side take.</summary>
    public int PanelLength(int depth, int columns) => checked((columns + PanelWidth - 1) / PanelWidth * PanelWidth * depth);

    /// <summary>Copies a right side of depth × columns into panels, each of which holds <see cref="PanelWidth"/> columns, the last one filled up with zeros.</summary>
    /// <param name="b">Its first value.</param>
    /// <param name="rowStride">Values from one step of depth to the next.</param>
    /// <param name="columnStride">Values from one column to the next; one of the strides is 1.</param>
    /// <param name="depth">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="panels">Room for <see cref="PanelLength"/> floats, aligned to 64 bytes for speed.</param>
    public abstract void Pack(float* b, nint rowStride, nint columnStride, int depth, int columns, float* panels);

    /// <summary>c = a · b (+ bias), or c += a · b (+ bias), on the calling thread.</summary>
    /// <param name="a">The left side.</param>
    /// <param name="panels">The right side as <see cref="Pack"/> left it.</param>
    /// <param name="columns">The right side's columns.</param>
    /// <param name="target">Where the product goes, with a bias of <paramref name="columns"/> values or none.</param>
    public abstract void Multiply(in LeftSide a, float* panels, int columns, in TileTarget target);
}
