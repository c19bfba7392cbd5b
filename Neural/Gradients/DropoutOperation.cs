using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>Sets a share of the values to zero and scales the others up, so that the mean stays.</summary>
internal sealed class DropoutOperation : Operation
{
    private Tensor _input = null!;
    private DropoutMask _mask;

    public Tensor Forward(Tape tape, Tensor input, double probability)
    {
        (_input, _mask) = (input, new DropoutMask(tape.Random.NextBits(), probability));
        var output = Produce(tape, input.Rows, input.Columns, input.NeedsGradient);
        RunForward(tape, Parts(input.Count));
        return output;
    }

    public override void Backward(Tape tape)
    {
        _input.OpenGradient();
        RunBackward(tape, Parts(_input.Count));
    }

    protected override void ForwardPart(int part)
    {
        var (start, length) = Range(part, Output.Count);
        var target = Output.Values.Slice(start, length);
        target.Clear();
        _mask.Add(start, _input.Values.Slice(start, length), target);
    }

    protected override void BackwardPart(int part)
    {
        var (start, length) = Range(part, Output.Count);
        _mask.Add(start, Output.Gradient.Slice(start, length), _input.Gradient.Slice(start, length));
    }
}
