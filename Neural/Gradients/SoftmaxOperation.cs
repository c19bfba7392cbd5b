using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>The softmax of each row.</summary>
internal sealed class SoftmaxOperation : Operation
{
    private Tensor _input = null!;

    public Tensor Forward(Tape tape, Tensor input)
    {
        _input = input;
        var output = Produce(tape, input.Rows, input.Columns, input.NeedsGradient);
        for (var row = 0; row < input.Rows; row++) Softmax.Apply(input.Row(row), output.Row(row));
        return output;
    }

    public override void Backward(Tape tape)
    {
        var gradient = Output.Gradient;
        var target = _input.OpenGradient();
        for (var row = 0; row < Output.Rows; row++)
        {
            var rowGradient = gradient.Slice(row * Output.Columns, Output.Columns);
            var rowTarget = target.Slice(row * Output.Columns, Output.Columns);
            Softmax.Backward(Output.Row(row), rowGradient);
            TensorPrimitives.Add(rowTarget, rowGradient, rowTarget);
        }
    }
}
