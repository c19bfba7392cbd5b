using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Tensors;

/// <summary>
/// A matrix of float32, row by row, and the gradient of a loss by it. Sequences are matrices too: a row for each of their elements. The
/// memory is kept when the shape changes, so that a tensor that is used again and again allocates only when it grows.
/// </summary>
public sealed class Tensor
{
    private float[] _values = [];
    private float[] _gradient = [];
    private readonly bool _isForBatches;

    /// <summary>A tensor of zeros.</summary>
    /// <param name="rows">Rows, at least 0.</param>
    /// <param name="columns">Columns, at least 0.</param>
    /// <param name="needsGradient">Whether gradients are computed for it.</param>
    public Tensor(int rows, int columns, bool needsGradient = false)
    {
        Reshape(rows, columns, needsGradient);
        Values.Clear();
    }

    /// <summary>A tensor that takes on the shape of one batch after the other.</summary>
    internal Tensor() => _isForBatches = true;

    /// <summary>The number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; private set; }

    /// <summary>Whether gradients are computed for it.</summary>
    public bool NeedsGradient { get; internal set; }

    /// <summary>The number of values.</summary>
    public int Count => Rows * Columns;

    /// <summary>The values, row by row.</summary>
    public Span<float> Values => _values.AsSpan(0, Count);

    /// <summary>The gradient, value for value; empty as long as there is none.</summary>
    public Span<float> Gradient => HasGradient ? _gradient.AsSpan(0, Count) : [];

    /// <summary>Whether a gradient has been computed since the last <see cref="DropGradient"/>.</summary>
    public bool HasGradient { get; private set; }

    /// <summary>A row of the values.</summary>
    public Span<float> Row(int row) => _values.AsSpan(row * Columns, Columns);

    /// <summary>Forgets the gradient; its memory is kept.</summary>
    public void DropGradient() => HasGradient = false;

    /// <summary>Takes on a shape; the values are what happens to be in memory.</summary>
    internal void Reshape(int rows, int columns, bool needsGradient)
    {
        var count = checked(rows * columns);
        if (_values.Length < count) _values = Allocate(count);
        (Rows, Columns, NeedsGradient, HasGradient) = (rows, columns, needsGradient, false);
    }

    /// <summary>The gradient for a writer that is told whether it has to add to what is there or overwrite whatever happens to be in memory.</summary>
    internal Span<float> OpenGradient(out bool accumulate)
    {
        if (_gradient.Length < Count) _gradient = Allocate(Count);
        accumulate = HasGradient;
        HasGradient = true;
        return _gradient.AsSpan(0, Count);
    }

    /// <summary>The gradient for a writer that adds to it: zeros at first.</summary>
    internal Span<float> OpenGradient()
    {
        var gradient = OpenGradient(out var accumulate);
        if (!accumulate) gradient.Clear();
        return gradient;
    }

    /// <summary>The values as a matrix for products.</summary>
    internal Kernels.Matrix AsMatrix() => new(Values, Rows, Columns);

    /// <summary>The gradient as a matrix for products.</summary>
    internal Kernels.Matrix GradientAsMatrix() => new(Gradient, Rows, Columns);

    private float[] Allocate(int count) => _isForBatches ? Spare.Allocate(count) : GC.AllocateUninitializedArray<float>(count);

    internal string Shape => Shapes.Show([Rows, Columns]);
}
