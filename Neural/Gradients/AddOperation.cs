using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>y = a + scale · b.</summary>
internal sealed class AddOperation : Operation
{
    private Tensor _left = null!;
    private Tensor _right = null!;
    private float _scale;

    public Tensor Forward(Tape tape, Tensor left, Tensor right, float scale)
    {
        if ((left.Rows, left.Columns) != (right.Rows, right.Columns)) throw new ArgumentException($"{left.Shape} and {right.Shape} can't be added.", nameof(right));
        (_left, _right, _scale) = (left, right, scale);
        var output = Produce(tape, left.Rows, left.Columns, left.NeedsGradient || right.NeedsGradient);
        RunForward(tape, Parts(left.Count));
        return output;
    }

    public override void Backward(Tape tape)
    {
        if (_left.NeedsGradient) _left.OpenGradient();
        if (_right.NeedsGradient) _right.OpenGradient();
        RunBackward(tape, Parts(_left.Count));
    }

    protected override void ForwardPart(int part)
    {
        var (start, length) = Range(part, Output.Count);
        TensorPrimitives.MultiplyAdd(_right.Values.Slice(start, length), _scale, _left.Values.Slice(start, length), Output.Values.Slice(start, length));
    }

    protected override void BackwardPart(int part)
    {
        var (start, length) = Range(part, Output.Count);
        var gradient = Output.Gradient.Slice(start, length);
        if (_left.NeedsGradient) Add(_left.Gradient.Slice(start, length), gradient, 1);
        if (_right.NeedsGradient) Add(_right.Gradient.Slice(start, length), gradient, _scale);
    }

    private static void Add(Span<float> target, ReadOnlySpan<float> gradient, float scale) => TensorPrimitives.MultiplyAdd(gradient, scale, target, target);
}
