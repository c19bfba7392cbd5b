using MctsAspire.Neural.Kernels;
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
        input.Values.CopyTo(output.Values);
        Activation.Softmax(output.Values, output.Columns);
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
            Backward(Output.Row(row), rowGradient);
            TensorPrimitives.Add(rowTarget, rowGradient, rowTarget);
        }
    }

    /// <summary>Turns a row's gradient by the softmax into the gradient by what it was taken of, in place: p · (g - Σ g · p).</summary>
    public static void Backward(ReadOnlySpan<float> probabilities, Span<float> gradient)
    {
        TensorPrimitives.Subtract(gradient, Reductions.Dot(gradient, probabilities), gradient);
        TensorPrimitives.Multiply(gradient, probabilities, gradient);
    }
}
