using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>
/// The innermost loops of a matrix product: a tile of a few rows by two vectors is summed up in registers, over the whole depth in rising order. Every
/// element has the same chain of operations in all of them, so that it does not depend on which one came to compute it.
/// </summary>
/// <remarks>The right side comes as a panel: two vectors for each step of depth, one after the other.</remarks>
internal static unsafe class TileKernels<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    // Without the slow first tiers, that these loops would stay in for the first calls of a process.
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    /// <summary>Eight rows.</summary>
    [MethodImpl(Hot)]
    public static void Rows8(float* a, nint rowStride, nint columnStride, float* panel, nint depth, in TileTarget target)
    {
        TVector l0 = default, h0 = default;
        TVector l1 = default, h1 = default;
        TVector l2 = default, h2 = default;
        TVector l3 = default, h3 = default;
        TVector l4 = default, h4 = default;
        TVector l5 = default, h5 = default;
        TVector l6 = default, h6 = default;
        TVector l7 = default, h7 = default;
        var a1 = a + (3 * rowStride);
        var a2 = a + (6 * rowStride);
        for (; depth > 0; depth--)
        {
            var low = TLanes.Load(panel);
            var high = TLanes.Load(panel + TLanes.Count);
            var value = TLanes.All(*a);
            l0 = TLanes.MultiplyAdd(value, low, l0);
            h0 = TLanes.MultiplyAdd(value, high, h0);
            value = TLanes.All(a[rowStride]);
            l1 = TLanes.MultiplyAdd(value, low, l1);
            h1 = TLanes.MultiplyAdd(value, high, h1);
            value = TLanes.All(a[2 * rowStride]);
            l2 = TLanes.MultiplyAdd(value, low, l2);
            h2 = TLanes.MultiplyAdd(value, high, h2);
            value = TLanes.All(*a1);
            l3 = TLanes.MultiplyAdd(value, low, l3);
            h3 = TLanes.MultiplyAdd(value, high, h3);
            value = TLanes.All(a1[rowStride]);
            l4 = TLanes.MultiplyAdd(value, low, l4);
            h4 = TLanes.MultiplyAdd(value, high, h4);
            value = TLanes.All(a1[2 * rowStride]);
            l5 = TLanes.MultiplyAdd(value, low, l5);
            h5 = TLanes.MultiplyAdd(value, high, h5);
            value = TLanes.All(*a2);
            l6 = TLanes.MultiplyAdd(value, low, l6);
            h6 = TLanes.MultiplyAdd(value, high, h6);
            value = TLanes.All(a2[rowStride]);
            l7 = TLanes.MultiplyAdd(value, low, l7);
            h7 = TLanes.MultiplyAdd(value, high, h7);
            panel += 2 * TLanes.Count;
            a += columnStride;
            a1 += columnStride;
            a2 += columnStride;
        }

        var c = target.Values;
        Finish(l0, h0, c, target);
        c += target.RowStride;
        Finish(l1, h1, c, target);
        c += target.RowStride;
        Finish(l2, h2, c, target);
        c += target.RowStride;
        Finish(l3, h3, c, target);
        c += target.RowStride;
        Finish(l4, h4, c, target);
        c += target.RowStride;
        Finish(l5, h5, c, target);
        c += target.RowStride;
        Finish(l6, h6, c, target);
        c += target.RowStride;
        Finish(l7, h7, c, target);
    }

    /// <summary>Four rows.</summary>
    [MethodImpl(Hot)]
    public static void Rows4(float* a, nint rowStride, nint columnStride, float* panel, nint depth, in TileTarget target)
    {
        TVector l0 = default, h0 = default;
        TVector l1 = default, h1 = default;
        TVector l2 = default, h2 = default;
        TVector l3 = default, h3 = default;
        var a1 = a + (3 * rowStride);
        for (; depth > 0; depth--)
        {
            var low = TLanes.Load(panel);
            var high = TLanes.Load(panel + TLanes.Count);
            var value = TLanes.All(*a);
            l0 = TLanes.MultiplyAdd(value, low, l0);
            h0 = TLanes.MultiplyAdd(value, high, h0);
            value = TLanes.All(a[rowStride]);
            l1 = TLanes.MultiplyAdd(value, low, l1);
            h1 = TLanes.MultiplyAdd(value, high, h1);
            value = TLanes.All(a[2 * rowStride]);
            l2 = TLanes.MultiplyAdd(value, low, l2);
            h2 = TLanes.MultiplyAdd(value, high, h2);
            value = TLanes.All(*a1);
            l3 = TLanes.MultiplyAdd(value, low, l3);
            h3 = TLanes.MultiplyAdd(value, high, h3);
            panel += 2 * TLanes.Count;
            a += columnStride;
            a1 += columnStride;
        }

        var c = target.Values;
        Finish(l0, h0, c, target);
        c += target.RowStride;
        Finish(l1, h1, c, target);
        c += target.RowStride;
        Finish(l2, h2, c, target);
        c += target.RowStride;
        Finish(l3, h3, c, target);
    }

    /// <summary>Two rows.</summary>
    [MethodImpl(Hot)]
    public static void Rows2(float* a, nint rowStride, nint columnStride, float* panel, nint depth, in TileTarget target)
    {
        TVector l0 = default, h0 = default;
        TVector l1 = default, h1 = default;
        for (; depth > 0; depth--)
        {
            var low = TLanes.Load(panel);
            var high = TLanes.Load(panel + TLanes.Count);
            var value = TLanes.All(*a);
            l0 = TLanes.MultiplyAdd(value, low, l0);
            h0 = TLanes.MultiplyAdd(value, high, h0);
            value = TLanes.All(a[rowStride]);
            l1 = TLanes.MultiplyAdd(value, low, l1);
            h1 = TLanes.MultiplyAdd(value, high, h1);
            panel += 2 * TLanes.Count;
            a += columnStride;
        }

        var c = target.Values;
        Finish(l0, h0, c, target);
        c += target.RowStride;
        Finish(l1, h1, c, target);
    }

    /// <summary>One row.</summary>
    [MethodImpl(Hot)]
    public static void Rows1(float* a, nint rowStride, nint columnStride, float* panel, nint depth, in TileTarget target)
    {
        TVector l0 = default, h0 = default;
        for (; depth > 0; depth--)
        {
            var low = TLanes.Load(panel);
            var high = TLanes.Load(panel + TLanes.Count);
            var value = TLanes.All(*a);
            l0 = TLanes.MultiplyAdd(value, low, l0);
            h0 = TLanes.MultiplyAdd(value, high, h0);
            panel += 2 * TLanes.Count;
            a += columnStride;
        }

        var c = target.Values;
        Finish(l0, h0, c, target);
    }

    /// <summary>One row over four panels that lie <paramref name="panelStride"/> values apart: enough independent sums to keep the machine busy.</summary>
    [MethodImpl(Hot)]
    public static void RowOfFour(float* a, nint columnStride, float* panel, nint panelStride, nint depth, in TileTarget target)
    {
        TVector l0 = default, h0 = default;
        TVector l1 = default, h1 = default;
        TVector l2 = default, h2 = default;
        TVector l3 = default, h3 = default;
        var panel1 = panel + panelStride;
        var panel2 = panel1 + panelStride;
        var panel3 = panel2 + panelStride;
        for (; depth > 0; depth--)
        {
            var value = TLanes.All(*a);
            l0 = TLanes.MultiplyAdd(value, TLanes.Load(panel), l0);
            h0 = TLanes.MultiplyAdd(value, TLanes.Load(panel + TLanes.Count), h0);
            panel += 2 * TLanes.Count;
            l1 = TLanes.MultiplyAdd(value, TLanes.Load(panel1), l1);
            h1 = TLanes.MultiplyAdd(value, TLanes.Load(panel1 + TLanes.Count), h1);
            panel1 += 2 * TLanes.Count;
            l2 = TLanes.MultiplyAdd(value, TLanes.Load(panel2), l2);
            h2 = TLanes.MultiplyAdd(value, TLanes.Load(panel2 + TLanes.Count), h2);
            panel2 += 2 * TLanes.Count;
            l3 = TLanes.MultiplyAdd(value, TLanes.Load(panel3), l3);
            h3 = TLanes.MultiplyAdd(value, TLanes.Load(panel3 + TLanes.Count), h3);
            panel3 += 2 * TLanes.Count;
            a += columnStride;
        }

        Finish(l0, h0, target.Values, target);
        Finish(l1, h1, target.Values + (2 * TLanes.Count), target.After(2 * TLanes.Count));
        Finish(l2, h2, target.Values + (4 * TLanes.Count), target.After(4 * TLanes.Count));
        Finish(l3, h3, target.Values + (6 * TLanes.Count), target.After(6 * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TVector low, TVector high, float* c, in TileTarget target)
    {
        if (target.Bias != null)
        {
            low = TLanes.Add(low, TLanes.Load(target.Bias));
            high = TLanes.Add(high, TLanes.Load(target.Bias + TLanes.Count));
        }

        if (target.Accumulate)
        {
            low = TLanes.Add(TLanes.Load(c), low);
            high = TLanes.Add(TLanes.Load(c + TLanes.Count), high);
        }

        TLanes.Store(low, c);
        TLanes.Store(high, c + TLanes.Count);
    }
}
