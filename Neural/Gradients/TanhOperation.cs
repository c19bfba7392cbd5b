using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>The hyperbolic tangent of each value.</summary>
internal sealed class TanhOperation : Operation
{
    private Tensor _input = null!;

    public Tensor Forward(Tape tape, Tensor input)
    {
        _input = input;
        var output = Produce(tape, input.Rows, input.Columns, input.NeedsGradient);
        Activation.Tanh(input.Values, output.Values);
        return output;
    }

    public override void Backward(Tape tape)
    {
        var values = Output.Values;
        var gradient = Output.Gradient;
        var target = _input.OpenGradient();
        for (var i = 0; i < values.Length; i++) target[i] += gradient[i] * (1 - (values[i] * values[i]));
    }
}
