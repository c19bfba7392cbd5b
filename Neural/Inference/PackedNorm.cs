using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Inference;

/// <summary>Layer normalisation behind a residual connection.</summary>
internal sealed unsafe class PackedNorm
{
    private const int PartRows = 16;

    private readonly KernelSet _kernels;
    private readonly AlignedBuffer _weight;
    private readonly AlignedBuffer _bias;
    private readonly int _size;
    private readonly float _epsilon;

    /// <summary>Takes over the weights called <paramref name="name"/><c>.weight</c> and <c>.bias</c>.</summary>
    public PackedNorm(KernelSet kernels, BertTensors tensors, string name, int size, double epsilon)
    {
        (_kernels, _size, _epsilon) = (kernels, size, (float)epsilon);
        (_weight, _bias) = (new AlignedBuffer(size), new AlignedBuffer(size));
        tensors.Get($"{name}.weight", size).CopyTo(new Span<float>(_weight.Start, size));
        tensors.Get($"{name}.bias", size).CopyTo(new Span<float>(_bias.Start, size));
    }

    /// <summary>y = norm(x + residual), row by row without gaps; y may be one of the others, and the residual null.</summary>
    public void Apply(float* x, float* residual, float* y, int rows, WorkerTeam? team)
    {
        var work = new Work(this, x, residual, y, rows);
        var parts = (rows + PartRows - 1) / PartRows;
        WorkerTeam.Run(team, work, parts);
    }

    private readonly struct Work(PackedNorm norm, float* x, float* residual, float* y, int rows) : IParallelWork
    {
        public void Execute(int part)
        {
            for (var row = part * PartRows; row < Math.Min(rows, (part + 1) * PartRows); row++)
            {
                var at = (nint)row * norm._size;
                norm._kernels.LayerNorm(x + at, residual == null ? null : residual + at, y + at, norm._size, norm._weight.Start, norm._bias.Start, norm._epsilon);
            }
        }
    }
}
