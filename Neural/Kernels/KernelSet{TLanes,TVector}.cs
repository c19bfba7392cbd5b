using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MctsAspire.Neural.Kernels;

/// <summary>The kernels compiled for one width of vector: products.</summary>
internal sealed unsafe partial class KernelSet<TLanes, TVector> : KernelSet
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;
    private const int MostTileRows = 8;
    private const int WidestPanel = 32;

    private static int Width => 2 * TLanes.Count;

    public override int PanelWidth => Width;

    [MethodImpl(Hot)]
    public override void Pack(float* b, nint rowStride, nint columnStride, int depth, int columns, float* panels)
    {
        for (var first = 0; first < columns; first += Width)
        {
            var count = Math.Min(Width, columns - first);
            if (columnStride == 1)
                CopyRows(b + first, rowStride, depth, count, panels);
            else
                CopyColumns(b + (first * columnStride), rowStride, columnStride, depth, count, panels);
            panels += (nint)Width * depth;
        }
    }

    [MethodImpl(Hot)]
    public override void Multiply(in LeftSide a, float* panels, int columns, in TileTarget target)
    {
        var panelLength = (nint)Width * a.Depth;
        var first = 0;
        if (a.Rows == 1)
        {
            for (; first + (4 * Width) <= columns; first += 4 * Width)
            {
                TileKernels<TLanes, TVector>.RowOfFour(a.Values, a.ColumnStride, panels, panelLength, a.Depth, target.After(first));
                panels += 4 * panelLength;
            }
        }

        for (; first + Width <= columns; first += Width)
        {
            WholePanel(a, panels, target.After(first));
            panels += panelLength;
        }

        if (first < columns)
            PartOfPanel(a, panels, columns - first, target.After(first));
    }

    [MethodImpl(Hot)]
    private static void WholePanel(in LeftSide a, float* panel, TileTarget target)
    {
        var (values, left) = ((nint)a.Values, a.Rows);
        while (left > 0)
        {
            var rows = left >= TLanes.TileRows ? TLanes.TileRows : left >= 4 ? 4 : left >= 2 ? 2 : 1;
            Tile(rows, (float*)values, a, panel, target);
            values += rows * a.RowStride * sizeof(float);
            target = target.Below(rows * target.RowStride);
            left -= rows;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(int rows, float* values, in LeftSide a, float* panel, in TileTarget target)
    {
        switch (rows)
        {
            case 8:
                TileKernels<TLanes, TVector>.Rows8(values, a.RowStride, a.ColumnStride, panel, a.Depth, target);
                break;
            case 4:
                TileKernels<TLanes, TVector>.Rows4(values, a.RowStride, a.ColumnStride, panel, a.Depth, target);
                break;
            case 2:
                TileKernels<TLanes, TVector>.Rows2(values, a.RowStride, a.ColumnStride, panel, a.Depth, target);
                break;
            default:
                TileKernels<TLanes, TVector>.Rows1(values, a.RowStride, a.ColumnStride, panel, a.Depth, target);
                break;
        }
    }

    /// <summary>The last panel, whose columns beyond the matrix must not be written: by way of a tile on the stack.</summary>
    [MethodImpl(Hot)]
    private static void PartOfPanel(in LeftSide a, float* panel, int count, TileTarget target)
    {
        var bias = stackalloc float[WidestPanel];
        if (target.Bias != null)
        {
            for (var i = 0; i < count; i++)
                bias[i] = target.Bias[i];
        }

        var tile = stackalloc float[MostTileRows * WidestPanel];
        for (var first = 0; first < a.Rows; first += MostTileRows)
        {
            var part = a.Slice(first, Math.Min(MostTileRows, a.Rows - first));
            WholePanel(part, panel, new TileTarget(tile, Width, target.Bias == null ? null : bias, accumulate: false));
            for (var row = 0; row < part.Rows; row++)
            {
                var c = target.Values + ((first + row) * target.RowStride);
                var values = tile + (row * Width);
                for (var i = 0; i < count; i++)
                    c[i] = target.Accumulate ? c[i] + values[i] : values[i];
            }
        }
    }

    [MethodImpl(Hot)]
    private static void CopyRows(float* b, nint rowStride, int depth, int count, float* panel)
    {
        for (var row = 0; row < depth; row++, b += rowStride, panel += Width)
        {
            if (count == Width)
            {
                TLanes.Store(TLanes.Load(b), panel);
                TLanes.Store(TLanes.Load(b + TLanes.Count), panel + TLanes.Count);
                continue;
            }

            for (var i = 0; i < Width; i++)
                panel[i] = i < count ? b[i] : 0;
        }
    }

    /// <summary>Columns that lie as rows in memory: turned four by four.</summary>
    [MethodImpl(Hot)]
    private static void CopyColumns(float* b, nint rowStride, nint columnStride, int depth, int count, float* panel)
    {
        var (wholeDepth, wholeCount) = (rowStride == 1 ? depth & ~3 : 0, count & ~3);
        for (var column = 0; column < wholeCount; column += 4)
        {
            var source = b + (column * columnStride);
            for (var row = 0; row < wholeDepth; row += 4)
                TurnFourByFour(source + row, columnStride, panel + ((nint)row * Width) + column);
        }

        for (var row = 0; row < depth; row++)
        {
            for (var column = row < wholeDepth ? wholeCount : 0; column < Width; column++)
                panel[((nint)row * Width) + column] = column < count ? b[(row * rowStride) + (column * columnStride)] : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnFourByFour(float* source, nint stride, float* target)
    {
        var (a, b) = (Vector128.Load(source), Vector128.Load(source + stride));
        var (c, d) = (Vector128.Load(source + (2 * stride)), Vector128.Load(source + (3 * stride)));
        var (ac, bd) = (Interleave.Low(a, c), Interleave.Low(b, d));
        Interleave.Low(ac, bd).Store(target);
        Interleave.High(ac, bd).Store(target + Width);
        (ac, bd) = (Interleave.High(a, c), Interleave.High(b, d));
        Interleave.Low(ac, bd).Store(target + (2 * Width));
        Interleave.High(ac, bd).Store(target + (3 * Width));
    }
}
