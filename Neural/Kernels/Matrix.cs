namespace MctsAspire.Neural.Kernels;

/// <summary>A matrix of floats that is read where it lies: a row-major block, every <c>rowStride</c>-th value of which begins a row, or its transpose.</summary>
public readonly ref struct Matrix
{
    /// <summary>A row-major matrix without gaps.</summary>
    /// <param name="values">At least <paramref name="rows"/> · <paramref name="columns"/> values.</param>
    /// <param name="rows">Its rows, at least 0.</param>
    /// <param name="columns">Its columns, at least 0.</param>
    /// <exception cref="ArgumentException">There are fewer values than the shape needs.</exception>
    public Matrix(ReadOnlySpan<float> values, int rows, int columns)
        : this(values, rows, columns, columns)
    {
    }

    /// <summary>A row-major matrix whose rows begin <paramref name="rowStride"/> values after each other.</summary>
    /// <param name="values">The values, from the first of the first row on.</param>
    /// <param name="rows">Its rows, at least 0.</param>
    /// <param name="columns">Its columns, at least 0.</param>
    /// <param name="rowStride">From one row to the next, at least <paramref name="columns"/>.</param>
    /// <exception cref="ArgumentException">There are fewer values than the shape needs.</exception>
    public Matrix(ReadOnlySpan<float> values, int rows, int columns, int rowStride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowStride, columns);
        if (rows > 0 && ((long)(rows - 1) * rowStride) + columns > values.Length)
            throw new ArgumentException($"A matrix of {rows} x {columns} with {rowStride} values a row does not fit in {values.Length} values.", nameof(values));
        Values = values;
        (Rows, Columns, RowStride, ColumnStride) = (rows, columns, rowStride, 1);
    }

    private Matrix(ReadOnlySpan<float> values, int rows, int columns, int rowStride, int columnStride)
    {
        Values = values;
        (Rows, Columns, RowStride, ColumnStride) = (rows, columns, rowStride, columnStride);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The same values with rows and columns exchanged; nothing is copied.</summary>
    public Matrix Transposed => new(Values, Columns, Rows, ColumnStride, RowStride);

    internal ReadOnlySpan<float> Values { get; }

    /// <summary>Values from one row to the next.</summary>
    internal int RowStride { get; }

    /// <summary>Values from one column to the next.</summary>
    internal int ColumnStride { get; }
}
