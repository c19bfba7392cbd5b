using System.Buffers;

namespace MctsAspire.Neural.Kernels;

/// <summary>
/// Products of float matrices. Each element is one chain of multiply-adds over the rising depth, done by one thread: the result has the same bits for any
/// number of threads. Machines with other instruction sets may differ in the last bits.
/// </summary>
public static unsafe class MatrixProduct
{
    // Below so many multiplications sharing costs more than it gains.
    private const long WorthSharing = 100_000;

    /// <summary>c = a · b (+ bias), or c += a · b (+ bias). The result lies row by row.</summary>
    /// <param name="a">The left side; <see cref="Matrix.Transposed"/> where its transpose is meant.</param>
    /// <param name="b">The right side, with as many rows as <paramref name="a"/> has columns.</param>
    /// <param name="c">The product; must not overlap with the sides.</param>
    /// <param name="accumulate">Whether the product is added to what stands in <paramref name="c"/>.</param>
    /// <param name="bias">What is added to every row: as many values as <paramref name="b"/> has columns, or none.</param>
    /// <param name="team">The threads that share the work; null for the calling thread alone.</param>
    /// <param name="stride">Values from one row of <paramref name="c"/> to the next; 0 for rows without gaps.</param>
    /// <exception cref="ArgumentException">The shapes don't fit together, or <paramref name="c"/> is too short.</exception>
    public static void Multiply(
        Matrix a, Matrix b, Span<float> c, bool accumulate = false, ReadOnlySpan<float> bias = default, WorkerTeam? team = null, int stride = 0) =>
        Multiply(KernelSet.Best, a, b, c, accumulate, bias, team, stride);

    /// <summary>The same with kernels of choice.</summary>
    internal static void Multiply(
        KernelSet kernels, Matrix a, Matrix b, Span<float> c, bool accumulate, ReadOnlySpan<float> bias, WorkerTeam? team, int stride)
    {
        if (stride == 0)
            stride = b.Columns;
        Check(a, b, c, bias, stride);
        if (a.Rows == 0 || b.Columns == 0)
            return;
        fixed (float* left = a.Values, right = b.Values, target = c, addend = bias)
        {
            // A matrix without columns has no values, whose pointer would be null; nothing is read through it.
            var work = new Work
            {
                Kernels = kernels,
                Left = new LeftSide(left, a.Rows, a.Columns, a.RowStride, a.ColumnStride),
                Right = right,
                RightRowStride = b.RowStride,
                RightColumnStride = b.ColumnStride,
                Columns = b.Columns,
                Target = new TileTarget(target, stride, addend, accumulate),
            };
            work.Split(team is null || (long)a.Rows * a.Columns * b.Columns < WorthSharing ? 1 : team.Threads);
            WorkerTeam.Run(team, work, work.Parts);
        }
    }

    private static void Check(Matrix a, Matrix b, ReadOnlySpan<float> c, ReadOnlySpan<float> bias, int stride)
    {
        if (a.Columns != b.Rows)
            throw new ArgumentException($"The left side has {a.Columns} columns, the right side {b.Rows} rows; both must be the same.", nameof(b));
        if (!bias.IsEmpty && bias.Length != b.Columns)
            throw new ArgumentException($"The bias has {bias.Length} values; it needs {b.Columns}, one for each column.", nameof(bias));
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, b.Columns);
        if (a.Rows > 0 && ((long)(a.Rows - 1) * stride) + b.Columns > c.Length)
            throw new ArgumentException($"A product of {a.Rows} x {b.Columns} with {stride} values a row does not fit in {c.Length} values.", nameof(c));
    }

    /// <summary>A part is one panel of the right side, with all rows of the left or a block of them. Each packs the panel that it needs.</summary>
    private struct Work : IParallelWork
    {
        private int _blocks;
        private int _blockRows;

        public required KernelSet Kernels { get; init; }

        public required LeftSide Left { get; init; }

        public required float* Right { get; init; }

        public required nint RightRowStride { get; init; }

        public required nint RightColumnStride { get; init; }

        public required int Columns { get; init; }

        public required TileTarget Target { get; init; }

        public int Parts { get; private set; }

        public void Split(int threads)
        {
            const int BlockStep = 8;
            var panels = (Columns + Kernels.PanelWidth - 1) / Kernels.PanelWidth;
            var blocks = threads == 1 || panels >= 4 * threads ? 1 : Math.Min(4 * threads / panels, (Left.Rows + BlockStep - 1) / BlockStep);
            _blockRows = (Left.Rows + blocks - 1) / blocks;
            _blockRows = Math.Max(1, (_blockRows + BlockStep - 1) / BlockStep * BlockStep);
            _blocks = (Left.Rows + _blockRows - 1) / _blockRows;
            Parts = checked(panels * _blocks);
        }

        public readonly void Execute(int part)
        {
            var (first, row) = (part / _blocks * Kernels.PanelWidth, part % _blocks * _blockRows);
            var columns = Math.Min(Kernels.PanelWidth, Columns - first);
            var buffer = ArrayPool<float>.Shared.Rent(AlignedBuffer.Padded(Kernels.PanelLength(Left.Depth, columns)));
            fixed (float* start = buffer)
            {
                var panel = AlignedBuffer.Align(start);
                Kernels.Pack(Right + (first * RightColumnStride), RightRowStride, RightColumnStride, Left.Depth, columns, panel);
                var left = Left.Slice(row, Math.Min(_blockRows, Left.Rows - row));
                Kernels.Multiply(left, panel, columns, Target.Below(row * Target.RowStride).After(first));
            }

            ArrayPool<float>.Shared.Return(buffer);
        }
    }
}
