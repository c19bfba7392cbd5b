using System.Numerics;
using System.Runtime.InteropServices;

namespace MctsAspire.Neural.Optimizers;

/// <summary>The numbers of one step of Adam, and the step itself on a range of values.</summary>
internal readonly struct AdamUpdate
{
    private float Beta1 { get; init; }

    private float Beta2 { get; init; }

    private float Epsilon { get; init; }

    /// <summary>Pull towards zero that is added to the gradient.</summary>
    private float Decay { get; init; }

    /// <summary>What is left of a weight after the pull that acts on it directly.</summary>
    private float Keep { get; init; }

    private float StepSize { get; init; }

    private float SquareScale { get; init; }

    private float NewMean { get; init; }

    private float NewSquare { get; init; }

    public static AdamUpdate Of(AdamOptions options, double learningRate, long step) => new()
    {
        Beta1 = (float)options.Beta1,
        Beta2 = (float)options.Beta2,
        Epsilon = (float)options.Epsilon,
        Decay = options.Decoupled ? 0 : (float)options.WeightDecay,
        Keep = options.Decoupled ? (float)(1 - (learningRate * options.WeightDecay)) : 1,
        NewMean = (float)(1 - options.Beta1),
        NewSquare = (float)(1 - options.Beta2),

        // Both means begin at zero and are too small at first by known factors.
        StepSize = (float)(learningRate / (1 - Math.Pow(options.Beta1, step))),
        SquareScale = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step))),
    };

    public void Apply(Span<float> values, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares)
    {
        var v = MemoryMarshal.Cast<float, Vector<float>>(values);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        var m = MemoryMarshal.Cast<float, Vector<float>>(means);
        var s = MemoryMarshal.Cast<float, Vector<float>>(squares);
        for (var i = 0; i < v.Length; i++)
        {
            var kept = v[i] * Keep;
            var gradient = g[i] + (kept * Decay);
            m[i] = (m[i] * Beta1) + (gradient * NewMean);
            s[i] = (s[i] * Beta2) + (gradient * gradient * NewSquare);
            v[i] = kept - (m[i] * StepSize / ((Vector.SquareRoot(s[i]) * SquareScale) + new Vector<float>(Epsilon)));
        }

        for (var i = v.Length * Vector<float>.Count; i < values.Length; i++)
        {
            var kept = values[i] * Keep;
            var gradient = gradients[i] + (kept * Decay);
            means[i] = (means[i] * Beta1) + (gradient * NewMean);
            squares[i] = (squares[i] * Beta2) + (gradient * gradient * NewSquare);
            values[i] = kept - (means[i] * StepSize / ((MathF.Sqrt(squares[i]) * SquareScale) + Epsilon));
        }
    }
}
