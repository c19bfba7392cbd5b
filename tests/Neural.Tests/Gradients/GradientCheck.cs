using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Tests.Gradients;

/// <summary>Compares gradients with what comes of moving each input a little up and down.</summary>
internal static class GradientCheck
{
    private const float Move = 1e-2f;

    /// <summary>A tensor of random values that needs a gradient.</summary>
    public static Tensor Random(SeededRandom random, int rows, int columns)
    {
        var tensor = new Tensor(rows, columns, needsGradient: true);
        foreach (ref var value in tensor.Values) value = (float)random.NextNormal() * 0.7f;
        return tensor;
    }

    /// <summary>Every element of every input's gradient must agree with the central difference, up to single precision's share of it.</summary>
    /// <param name="compute">The computation, which must depend on nothing but the inputs and the tape's random numbers.</param>
    /// <param name="inputs">What it depends on.</param>
    public static void Check(Func<Tape, Tensor> compute, params Tensor[] inputs)
    {
        var tape = Started(null);
        var result = compute(tape);
        var weights = new float[result.Count];
        var random = new SeededRandom(99);
        foreach (ref var weight in weights.AsSpan()) weight = (float)random.NextNormal();
        tape.Backward(result, weights);

        foreach (var (input, number) in inputs.Select((input, number) => (input, number)))
        {
            input.HasGradient.ShouldBeTrue($"input {number} has no gradient");
            var numeric = new double[input.Count];
            for (var i = 0; i < input.Count; i++) numeric[i] = Slope(compute, weights, input, i);
            var tolerance = 3e-3 * (1 + numeric.Max(Math.Abs));
            for (var i = 0; i < input.Count; i++)
            {
                ((double)input.Gradient[i]).ShouldBe(numeric[i], tolerance, $"input {number} of shape {input.Shape}, value {i}");
            }

            input.DropGradient();
        }
    }

    /// <summary>Result and gradients of a computation must have the same bits with one thread and with several.</summary>
    public static void CheckThreads(Func<Tape, Tensor> compute, params Tensor[] inputs)
    {
        var alone = Bits(compute, null, inputs);
        foreach (var threads in new[] { 2, 3, 5 })
        {
            using var team = new WorkerTeam(threads);
            Bits(compute, team, inputs).ShouldBe(alone);
        }
    }

    private static List<int> Bits(Func<Tape, Tensor> compute, WorkerTeam? team, Tensor[] inputs)
    {
        var tape = Started(team);
        var result = compute(tape);
        List<int> bits = [.. result.Values.ToArray().Select(BitConverter.SingleToInt32Bits)];
        var weights = new float[result.Count];
        for (var i = 0; i < weights.Length; i++) weights[i] = MathF.Sin(i);
        tape.Backward(result, weights);
        foreach (var input in inputs)
        {
            bits.AddRange(input.Gradient.ToArray().Select(BitConverter.SingleToInt32Bits));
            input.DropGradient();
        }

        return bits;
    }

    private static double Slope(Func<Tape, Tensor> compute, float[] weights, Tensor input, int index)
    {
        var value = input.Values[index];
        input.Values[index] = value + Move;
        var above = Value(compute, weights);
        input.Values[index] = value - Move;
        var below = Value(compute, weights);
        input.Values[index] = value;
        return (above - below) / ((double)(value + Move) - (value - Move));
    }

    private static double Value(Func<Tape, Tensor> compute, float[] weights)
    {
        var result = compute(Started(null)).Values;
        double sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += (double)weights[i] * result[i];
        return sum;
    }

    private static Tape Started(WorkerTeam? team)
    {
        var tape = new Tape(new SeededRandom(7), team);
        tape.Start(training: true);
        return tape;
    }
}
