using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>A function of each value alone.</summary>
/// <typeparam name="TFunction">The function.</typeparam>
/// <typeparam name="TSlope">Its derivative.</typeparam>
internal sealed class MapOperation<TFunction, TSlope> : Operation
    where TFunction : struct, IFunction
    where TSlope : struct, IFunction
{
    private Tensor _input = null!;
    private float[] _slopes = [];

    public Tensor Forward(Tape tape, Tensor input)
    {
        _input = input;
        var output = Produce(tape, input.Rows, input.Columns, input.NeedsGradient);
        RunForward(tape, Parts(input.Count));
        return output;
    }

    public override void Backward(Tape tape)
    {
        _input.OpenGradient();
        Room(ref _slopes, _input.Count);
        RunBackward(tape, Parts(_input.Count));
    }

    protected override void ForwardPart(int part)
    {
        var (start, length) = Range(part, Output.Count);
        Activation.Map<TFunction>(_input.Values.Slice(start, length), Output.Values.Slice(start, length));
    }

    protected override void BackwardPart(int part)
    {
        var (start, length) = Range(part, Output.Count);
        var slopes = _slopes.AsSpan(start, length);
        var target = _input.Gradient.Slice(start, length);
        Activation.Map<TSlope>(_input.Values.Slice(start, length), slopes);
        TensorPrimitives.MultiplyAdd(Output.Gradient.Slice(start, length), slopes, target, target);
    }
}
