namespace MctsAspire.Neural.Kernels;

/// <summary>The left side of a product: rows × depth values, strided both ways.</summary>
/// <param name="values">The first value.</param>
/// <param name="rows">Its rows.</param>
/// <param name="depth">Its columns, which the product sums over.</param>
/// <param name="rowStride">Values from one row to the next.</param>
/// <param name="columnStride">Values from one column to the next.</param>
internal readonly unsafe struct LeftSide(float* values, int rows, int depth, nint rowStride, nint columnStride = 1)
{
    public float* Values { get; } = values;

    public int Rows { get; } = rows;

    public int Depth { get; } = depth;

    public nint RowStride { get; } = rowStride;

    public nint ColumnStride { get; } = columnStride;

    /// <summary>Some of the rows.</summary>
    public LeftSide Slice(int first, int count) => new(Values + (first * RowStride), count, Depth, RowStride, ColumnStride);
}
