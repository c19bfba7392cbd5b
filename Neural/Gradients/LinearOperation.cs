using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>y = x · Wᵀ + b, with W as PyTorch keeps it: outputs × inputs.</summary>
internal sealed class LinearOperation : Operation
{
    private Tensor _input = null!;
    private Tensor _weight = null!;
    private Tensor? _bias;

    public Tensor Forward(Tape tape, Tensor input, Tensor weight, Tensor? bias)
    {
        if (input.Columns != weight.Columns) throw new ArgumentException($"A weight of {weight.Shape} does not fit an input of {input.Shape}.", nameof(weight));
        if (bias is not null && bias.Count != weight.Rows) throw new ArgumentException($"A bias of {bias.Shape} does not fit a weight of {weight.Shape}.", nameof(bias));
        (_input, _weight, _bias) = (input, weight, bias);
        var needed = input.NeedsGradient || weight.NeedsGradient || bias is { NeedsGradient: true };
        var output = Produce(tape, input.Rows, weight.Rows, needed);
        MatrixProduct.Multiply(input.AsMatrix(), weight.AsMatrix().Transposed, output.Values, bias: bias is null ? default : bias.Values, team: tape.Team);
        return output;
    }

    public override void Backward(Tape tape)
    {
        var gradient = Output.GradientAsMatrix();
        if (_weight.NeedsGradient)
        {
            var target = _weight.OpenGradient(out var accumulate);
            MatrixProduct.Multiply(gradient.Transposed, _input.AsMatrix(), target, accumulate, team: tape.Team);
        }

        if (_bias is { NeedsGradient: true }) Reductions.AddColumnSums(Output.Gradient, _bias.OpenGradient());
        if (_input.NeedsGradient)
        {
            var target = _input.OpenGradient(out var accumulate);
            MatrixProduct.Multiply(gradient, _weight.AsMatrix(), target, accumulate, team: tape.Team);
        }
    }
}
