using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>The mean over the rows of -log softmax(logits)[label].</summary>
internal sealed class CrossEntropyOperation : Operation
{
    private Tensor _logits = null!;
    private int[] _labels = [];
    private float[] _probabilities = [];

    public Tensor Forward(Tape tape, Tensor logits, ReadOnlySpan<int> labels)
    {
        if (labels.Length != logits.Rows || labels.IsEmpty) throw new ArgumentException($"{labels.Length} labels don't fit logits of {logits.Shape}.", nameof(labels));
        _logits = logits;
        Keep(ref _labels, labels);
        var probabilities = Room(ref _probabilities, logits.Count);
        double sum = 0;
        for (var row = 0; row < logits.Rows; row++)
        {
            if ((uint)labels[row] >= (uint)logits.Columns) throw new ArgumentOutOfRangeException(nameof(labels), labels[row], $"A label must be from 0 to {logits.Columns - 1}.");
            sum += Softmax(logits.Row(row), probabilities.Slice(row * logits.Columns, logits.Columns)) - logits.Row(row)[labels[row]];
        }

        var output = Produce(tape, 1, 1, logits.NeedsGradient);
        output.Values[0] = (float)(sum / logits.Rows);
        return output;
    }

    public override void Backward(Tape tape)
    {
        var target = _logits.OpenGradient();
        var share = Output.Gradient[0] / _logits.Rows;
        TensorPrimitives.MultiplyAdd(_probabilities.AsSpan(0, target.Length), share, target, target);
        for (var row = 0; row < _logits.Rows; row++) target[(row * _logits.Columns) + _labels[row]] -= share;
    }

    /// <summary>The softmax of a row, with the largest value taken off first so that nothing overflows.</summary>
    /// <returns>log Σ exp(x).</returns>
    private static float Softmax(ReadOnlySpan<float> row, Span<float> probabilities)
    {
        var largest = TensorPrimitives.Max(row);
        TensorPrimitives.Subtract(row, largest, probabilities);
        Activation.Exp(probabilities, probabilities);
        var sum = Reductions.Sum(probabilities);
        TensorPrimitives.Multiply(probabilities, 1 / sum, probabilities);
        return largest + MathF.Log(sum);
    }
}
