using System.Numerics;
using System.Runtime.InteropServices;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>
/// GELU (Hendrycks and Gimpel 2016): x · Φ(x), with Φ the distribution function of the normal distribution. Φ comes from the error function
/// by formula 7.1.26 of Abramowitz and Stegun, which is off by at most 1.5e-7.
/// </summary>
internal sealed class GeluOperation : Operation
{
    private Tensor _input = null!;

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
        RunBackward(tape, Parts(_input.Count));
    }

    protected override void ForwardPart(int part)
    {
        var (start, length) = Range(part, Output.Count);
        var values = _input.Values.Slice(start, length);
        var output = Output.Values.Slice(start, length);
        var inputs = Vectors(values);
        var outputs = Vectors(output);
        for (var i = 0; i < inputs.Length; i++) outputs[i] = inputs[i] * Distribution(inputs[i], out _);
        if (Rest(values, out var last, out var from)) Store(last * Distribution(last, out _), output, from);
    }

    protected override void BackwardPart(int part)
    {
        var (start, length) = Range(part, Output.Count);
        var values = _input.Values.Slice(start, length);
        var gradient = Output.Gradient.Slice(start, length);
        var target = _input.Gradient.Slice(start, length);
        var inputs = Vectors(values);
        var gradients = Vectors(gradient);
        var targets = Vectors(target);
        for (var i = 0; i < inputs.Length; i++) targets[i] += gradients[i] * Slope(inputs[i]);
        if (!Rest(values, out var last, out var from)) return;
        Rest(gradient, out var lastGradient, out _);
        Rest(target, out var lastTarget, out _);
        Store(lastTarget + (lastGradient * Slope(last)), target, from);
    }

    /// <summary>Φ(x) + x · φ(x).</summary>
    private static Vector<float> Slope(Vector<float> x)
    {
        const float DensityAtZero = 0.398942280401f; // 1 / √(2π)
        var distribution = Distribution(x, out var bell);
        return distribution + (x * bell * DensityAtZero);
    }

    /// <summary>Φ(x).</summary>
    /// <param name="x">Where.</param>
    /// <param name="bell">exp(-x²/2), which the density needs too.</param>
    private static Vector<float> Distribution(Vector<float> x, out Vector<float> bell)
    {
        const float OneBySqrtTwo = 0.707106781187f;
        var one = Vector<float>.One;
        bell = Vector.Exp(x * x * -0.5f);
        var t = one / Vector.FusedMultiplyAdd(new Vector<float>(0.3275911f * OneBySqrtTwo), Vector.Abs(x), one);
        var sum = Vector.FusedMultiplyAdd(new Vector<float>(1.061405429f), t, new Vector<float>(-1.453152027f));
        sum = Vector.FusedMultiplyAdd(sum, t, new Vector<float>(1.421413741f));
        sum = Vector.FusedMultiplyAdd(sum, t, new Vector<float>(-0.284496736f));
        sum = Vector.FusedMultiplyAdd(sum, t, new Vector<float>(0.254829592f));
        var tail = sum * t * bell * 0.5f;
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), tail, one - tail);
    }

    private static Span<Vector<float>> Vectors(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);

    /// <summary>What is left behind the last whole vector, filled up with zeros, so that the last values take the same way as all others.</summary>
    private static bool Rest(ReadOnlySpan<float> values, out Vector<float> vector, out int from)
    {
        from = values.Length / Vector<float>.Count * Vector<float>.Count;
        Span<float> room = stackalloc float[Vector<float>.Count];
        values[from..].CopyTo(room);
        vector = new Vector<float>(room);
        return from < values.Length;
    }

    private static void Store(Vector<float> vector, Span<float> target, int from)
    {
        for (var i = from; i < target.Length; i++) target[i] = vector[i - from];
    }
}
