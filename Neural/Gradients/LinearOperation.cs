using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>y = x · Wᵀ + b, with W as PyTorch keeps it: outputs × inputs.</summary>
internal sealed class LinearOperation : Operation
{
    // A cache line of values: each is read once.
    private const int TransposedColumns = 16;

    private Tensor _input = null!;
    private Tensor _weight = null!;
    private Tensor? _bias;
    private float[] _transposed = [];

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
            MatrixProduct.Multiply(Transposed(tape), _input.AsMatrix(), target, accumulate, team: tape.Team);
        }

        if (_bias is { NeedsGradient: true }) Reductions.AddColumnSums(Output.Gradient, _bias.OpenGradient());
        if (_input.NeedsGradient)
        {
            var target = _input.OpenGradient(out var accumulate);
            MatrixProduct.Multiply(gradient, _weight.AsMatrix(), target, accumulate, team: tape.Team);
        }
    }

    protected override void BackwardPart(int part)
    {
        var (first, count) = Range(part, Output.Columns, TransposedColumns);
        var gradient = Output.Gradient;
        var (rows, columns) = (Output.Rows, Output.Columns);
        for (var row = 0; row < rows; row++)
        {
            for (var column = first; column < first + count; column++) _transposed[(column * rows) + row] = gradient[(row * columns) + column];
        }
    }

    /// <summary>The output's gradient with rows and columns exchanged.</summary>
    private Matrix Transposed(Tape tape)
    {
        // Walking down a column whose values lie pages apart, the product would lose its time waiting for memory.
        const int FarApart = 512;
        if (Output.Columns < FarApart) return Output.GradientAsMatrix().Transposed;
        Room(ref _transposed, Output.Count);
        RunBackward(tape, Parts(Output.Columns, TransposedColumns));
        return new Matrix(_transposed.AsSpan(0, Output.Count), Output.Columns, Output.Rows);
    }
}
