using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>The softmax of a row, exp(x) / Σ exp(x), with the largest value taken off first so that nothing overflows.</summary>
internal static class Softmax
{
    /// <summary>Turns a row into its softmax; source and target may be the same.</summary>
    /// <returns>log Σ exp(x).</returns>
    public static float Apply(ReadOnlySpan<float> source, Span<float> target)
    {
        var largest = TensorPrimitives.Max(source);
        TensorPrimitives.Subtract(source, largest, target);
        TensorPrimitives.Exp(target, target);
        var sum = Reductions.Sum(target);
        TensorPrimitives.Multiply(target, 1 / sum, target);
        return largest + MathF.Log(sum);
    }

    /// <summary>Turns the gradient by the softmax into the gradient by what it was taken of, in place: p · (g - Σ g · p).</summary>
    public static void Backward(ReadOnlySpan<float> probabilities, Span<float> gradient)
    {
        TensorPrimitives.Subtract(gradient, Reductions.Dot(gradient, probabilities), gradient);
        TensorPrimitives.Multiply(gradient, probabilities, gradient);
    }
}
