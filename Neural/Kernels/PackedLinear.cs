using MctsAspire.Neural.Networks;

namespace MctsAspire.Neural.Kernels;

/// <summary>A linear layer, y = x · Wᵀ + b, whose weights were packed once for the kernels that apply it.</summary>
internal sealed unsafe class PackedLinear
{
    // A part of a shared product has no more rows than this: with so many a panel is read often enough while it is near.
    private const int PartRows = 64;
    private const int PartsPerThread = 8;

    private readonly KernelSet _kernels;
    private readonly AlignedBuffer _panels;
    private readonly AlignedBuffer _bias;

    /// <summary>Packs the weights.</summary>
    /// <param name="kernels">The kernels that will apply it.</param>
    /// <param name="weight">Outputs × inputs values, as PyTorch has them.</param>
    /// <param name="bias">A value for each output.</param>
    /// <param name="inputs">Values of a row that comes in.</param>
    /// <param name="outputs">Values of a row that goes out.</param>
    public PackedLinear(KernelSet kernels, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int inputs, int outputs)
    {
        (_kernels, Inputs, Outputs) = (kernels, inputs, outputs);
        _panels = new AlignedBuffer(kernels.PanelLength(inputs, outputs));
        _bias = new AlignedBuffer(outputs);
        bias.CopyTo(new Span<float>(_bias.Start, outputs));
        fixed (float* values = weight)
            kernels.Pack(values, 1, inputs, inputs, outputs, _panels.Start);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>The bias alone: what the layer makes of zeros.</summary>
    public float* Bias => _bias.Start;

    /// <summary>Applies it on the calling thread.</summary>
    public void Apply(float* x, int rows, nint xStride, float* y, nint yStride) =>
        _kernels.Multiply(new LeftSide(x, rows, Inputs, xStride), _panels.Start, Outputs, new TileTarget(y, yStride, _bias.Start, accumulate: false));

    /// <summary>Applies it, with an activation behind if so asked, on the threads of a team or on the calling thread.</summary>
    public void Apply(float* x, int rows, nint xStride, float* y, nint yStride, HiddenActivation? activation, WorkerTeam? team)
    {
        var panels = (Outputs + _kernels.PanelWidth - 1) / _kernels.PanelWidth;

        // A single row goes over four panels at a time.
        var least = rows == 1 ? 4 : 1;
        var panelsInPart = team is null ? Math.Max(least, 2) : Math.Max(least, panels / (PartsPerThread * team.Threads));
        var rowBlocks = team is null ? 1 : (rows + PartRows - 1) / PartRows;
        var work = new Work(this, new LeftSide(x, rows, Inputs, xStride), new TileTarget(y, yStride, _bias.Start, accumulate: false), activation, panelsInPart, rowBlocks);
        var parts = (panels + panelsInPart - 1) / panelsInPart * rowBlocks;
        WorkerTeam.Run(team, work, parts);
    }

    private readonly struct Work(PackedLinear layer, LeftSide x, TileTarget target, HiddenActivation? activation, int panelsInPart, int rowBlocks) : IParallelWork
    {
        public void Execute(int part)
        {
            var kernels = layer._kernels;
            var rowsInBlock = rowBlocks == 1 ? x.Rows : PartRows;
            var (column, row) = (part / rowBlocks * panelsInPart * kernels.PanelWidth, part % rowBlocks * rowsInBlock);
            var columns = Math.Min(panelsInPart * kernels.PanelWidth, layer.Outputs - column);
            var rows = Math.Min(rowsInBlock, x.Rows - row);
            var to = target.Below(row * target.RowStride).After(column);
            kernels.Multiply(x.Slice(row, rows), layer._panels.Start + ((nint)column * layer.Inputs), columns, to);

            // While the part is near.
            switch (activation)
            {
                case HiddenActivation.Gelu:
                    kernels.Map<GeluFunction>(to.Values, rows, columns, to.RowStride);
                    break;
                case HiddenActivation.GeluTanh:
                    kernels.Map<GeluTanhFunction>(to.Values, rows, columns, to.RowStride);
                    break;
                case HiddenActivation.Relu:
                    kernels.Map<ReluFunction>(to.Values, rows, columns, to.RowStride);
                    break;
            }
        }
    }
}
