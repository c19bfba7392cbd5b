namespace MctsAspire.Neural.Kernels;

/// <summary>Functions of neural networks on rows of floats, vectorised. Errors are against the exact value; NaN stays NaN.</summary>
public static unsafe class Activation
{
    /// <summary>e^x for x held within -87.3 and 88.3; relative error at most 2.5e-7.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => Map<ExpFunction>(x, y);

    /// <summary>The logistic function 1 / (1 + e^-x); absolute error at most 2e-7.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Map<SigmoidFunction>(x, y);

    /// <summary>The hyperbolic tangent; absolute error at most 4e-7.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Map<TanhFunction>(x, y);

    /// <summary>The Gaussian error linear unit by the error function, x · Φ(x); absolute error at most 3e-7 · max(1, |x|).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Gelu(ReadOnlySpan<float> x, Span<float> y) => Map<GeluFunction>(x, y);

    /// <summary>The derivative of <see cref="Gelu"/>, Φ(x) + x · φ(x); absolute error at most 5e-7.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void GeluSlope(ReadOnlySpan<float> x, Span<float> y) => Map<GeluSlopeFunction>(x, y);

    /// <summary>GELU by the hyperbolic tangent, x/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³))); absolute error at most 4e-7 · max(1, |x|).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void GeluTanh(ReadOnlySpan<float> x, Span<float> y) => Map<GeluTanhFunction>(x, y);

    /// <summary>The larger of x and 0, exactly.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Relu(ReadOnlySpan<float> x, Span<float> y) => Map<ReluFunction>(x, y);

    /// <summary>Replaces every row by softmax(scale · row): shares that add up to 1.</summary>
    /// <param name="rows">Rows without gaps.</param>
    /// <param name="columns">Values of a row, at least 1.</param>
    /// <param name="scale">A positive factor on the values beforehand.</param>
    /// <exception cref="ArgumentException">The values are not whole rows.</exception>
    public static void Softmax(Span<float> rows, int columns, float scale = 1)
    {
        CheckRows(rows.Length, columns, nameof(rows));
        fixed (float* x = rows)
        {
            for (var first = 0; first < rows.Length; first += columns)
                KernelSet.Best.Softmax(x + first, columns, scale);
        }
    }

    /// <summary>Layer normalisation of x + residual, row by row.</summary>
    /// <param name="x">Rows without gaps.</param>
    /// <param name="residual">As many values, or none.</param>
    /// <param name="y">The result; may be <paramref name="x"/> or <paramref name="residual"/>.</param>
    /// <param name="weight">A factor for each column, which says how many columns there are.</param>
    /// <param name="bias">An addend for each column.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <exception cref="ArgumentException">The lengths don't fit together.</exception>
    public static void LayerNorm(
        ReadOnlySpan<float> x, ReadOnlySpan<float> residual, Span<float> y, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon)
    {
        CheckRows(x.Length, weight.Length, nameof(x));
        CheckSame(x.Length, y.Length, nameof(y));
        CheckSame(weight.Length, bias.Length, nameof(bias));
        if (!residual.IsEmpty)
            CheckSame(x.Length, residual.Length, nameof(residual));
        fixed (float* from = x, beside = residual, to = y, factor = weight, addend = bias)
        {
            for (var first = 0; first < x.Length; first += weight.Length)
                KernelSet.Best.LayerNorm(from + first, beside == null ? null : beside + first, to + first, weight.Length, factor, addend, epsilon);
        }
    }

    /// <summary>A function of each value.</summary>
    internal static void Map<TFunction>(ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IFunction
    {
        CheckSame(x.Length, y.Length, nameof(y));
        fixed (float* from = x, to = y)
            KernelSet.Best.Map<TFunction>(from, to, x.Length);
    }

    private static void CheckSame(int expected, int found, string name)
    {
        if (expected != found)
            throw new ArgumentException($"There are {found} values; {expected} are needed.", name);
    }

    private static void CheckRows(int values, int columns, string name)
    {
        if (columns < 1 || values % columns != 0)
            throw new ArgumentException($"{values} values are not whole rows of {columns}.", name);
    }
}
