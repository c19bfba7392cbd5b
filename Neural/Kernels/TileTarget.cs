namespace MctsAspire.Neural.Kernels;

/// <summary>Where a tile of a product goes.</summary>
/// <param name="values">The tile's first value.</param>
/// <param name="rowStride">Values from one row to the next.</param>
/// <param name="bias">What is added to every row, or null.</param>
/// <param name="accumulate">Whether the product is added to what stands there.</param>
internal readonly unsafe struct TileTarget(float* values, nint rowStride, float* bias, bool accumulate)
{
    public float* Values { get; } = values;

    public nint RowStride { get; } = rowStride;

    public float* Bias { get; } = bias;

    public bool Accumulate { get; } = accumulate;

    /// <summary>The target of the rows or columns that begin <paramref name="values"/> values later and share the bias's row.</summary>
    public TileTarget Below(nint values) => new(Values + values, RowStride, Bias, Accumulate);

    /// <summary>The target some columns to the right.</summary>
    public TileTarget After(nint columns) => new(Values + columns, RowStride, Bias == null ? null : Bias + columns, Accumulate);
}
