using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>
/// Functions of single values on vectors. The polynomials were fitted for this place, for the smallest largest error (Lawson's weights on Chebyshev points).
/// </summary>
internal static class Functions<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    // Within these bounds e^x is a normal number.
    private const float SmallestExponent = -87.3f;
    private const float LargestExponent = 88.3f;

    // Beyond it a logistic function is 0 or 1 within 1e-17, and the product of two such exponentials still is a float.
    private const float Saturation = 40;

    // Of GELU by the hyperbolic tangent: √(2/π), the share of the cube, and where the cube has saturated long since.
    private const float Root = 0.797884561f;
    private const float Cubic = 0.044715f;
    private const float Cubed = 13;

    /// <summary>e^x for x held within -87.3 and 88.3; relative error at most 2.5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x) =>
        ExpWithin(TLanes.Min(TLanes.All(LargestExponent), TLanes.Max(TLanes.All(SmallestExponent), x)));

    /// <summary>e^x for an x that is within the bounds, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpWithin(TVector x)
    {
        // x = n·ln 2 + r. Adding 1.5·2^23 rounds to a whole number and leaves it in the low bits; ln 2 is taken off in two parts, the first of which is exact.
        const float Rounding = 12_582_912;
        var shifted = TLanes.MultiplyAdd(x, TLanes.All(1.44269504f), TLanes.All(Rounding));
        var n = TLanes.Subtract(shifted, TLanes.All(Rounding));
        var r = TLanes.MultiplyAdd(n, TLanes.All(-0.693145752f), x);
        r = TLanes.MultiplyAdd(n, TLanes.All(-1.42860677e-6f), r);
        var p = TLanes.MultiplyAdd(TLanes.All(0.00829764472f), r, TLanes.All(0.0419154313f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(0.166675751f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(0.499988944f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(0.999999692f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(1.00000007f));
        return TLanes.Scale(p, shifted);
    }

    /// <summary>1 / (1 + e^-x); absolute error at most 2e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x) => TLanes.Divide(TLanes.All(1), TLanes.Add(TLanes.All(1), ExpOfNegative(x)));

    /// <summary>e^-x for x held within ±40.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpOfNegative(TVector x) => ExpWithin(Within(TLanes.Multiply(x, TLanes.All(-1)), Saturation));

    /// <summary>The hyperbolic tangent; absolute error at most 4e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        var e = ExpOfNegative(TLanes.Add(x, x));
        return TLanes.Divide(TLanes.Subtract(TLanes.All(1), e), TLanes.Add(TLanes.All(1), e));
    }

    /// <summary>x · Φ(x), by the error function; absolute error at most 3e-7 · max(1, |x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Gelu(TVector x) => TLanes.Multiply(x, NormalShare(x));

    /// <summary>The derivative of <see cref="Gelu"/>: Φ(x) + x · φ(x); absolute error at most 5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluSlope(TVector x)
    {
        // Beyond 13 the density is 0 within a float's range; held there, the square stays within what Exp takes.
        var held = Within(x, 13);
        var density = ExpWithin(TLanes.Multiply(TLanes.Multiply(held, held), TLanes.All(-0.5f)));
        return TLanes.MultiplyAdd(TLanes.Multiply(held, TLanes.All(0.398942280f)), density, NormalShare(x));
    }

    /// <summary>x/2 · (1 + tanh u) with u = √(2/π) · (x + 0.044715·x³), which is x · sigmoid(2u); absolute error at most 4e-7 · max(1, |x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluTanh(TVector x) => TLanes.Multiply(x, Sigmoid(TwiceCubic(Within(x, Cubed))));

    /// <summary>The derivative of <see cref="GeluTanh"/>: s + x · s · (1 - s) · 2u' with s = sigmoid(2u); absolute error at most 1e-6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluTanhSlope(TVector x)
    {
        var held = Within(x, Cubed);
        var e = ExpOfNegative(TwiceCubic(held));
        var share = TLanes.Divide(TLanes.All(1), TLanes.Add(TLanes.All(1), e));

        // 1 - s as e·s: a difference would lose what the steep cubic then multiplies.
        var rest = TLanes.Multiply(TLanes.Multiply(e, share), share);
        var slope = TLanes.MultiplyAdd(TLanes.Multiply(held, TLanes.All(6 * Root * Cubic)), held, TLanes.All(2 * Root));
        return TLanes.MultiplyAdd(TLanes.Multiply(held, slope), rest, share);
    }

    /// <summary>The larger of x and 0; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Relu(TVector x) => TLanes.Max(TLanes.All(0), x);

    /// <summary>1 above 0, else 0; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ReluSlope(TVector x)
    {
        // Two factors, as one alone would leave the smallest numbers below 1.
        var raised = TLanes.Min(TLanes.All(1), TLanes.Multiply(Relu(x), TLanes.All(float.MaxValue)));
        return TLanes.Min(TLanes.All(1), TLanes.Multiply(raised, TLanes.All(float.MaxValue)));
    }

    /// <summary>2u of GELU by the hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector TwiceCubic(TVector x)
    {
        var factor = TLanes.MultiplyAdd(TLanes.Multiply(x, TLanes.All(2 * Root * Cubic)), x, TLanes.All(2 * Root));
        return TLanes.Multiply(x, factor);
    }

    /// <summary>Φ(x), the share of a standard normal distribution below x; absolute error at most 2e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NormalShare(TVector x)
    {
        // An odd function of x beside the half: a polynomial of u, which is the square moved to between -1 and 1, where its powers don't cancel.
        const float Bound = 5.2f;
        var held = Within(x, Bound);
        var u = TLanes.MultiplyAdd(TLanes.Multiply(held, TLanes.All(2 / (Bound * Bound))), held, TLanes.All(-1));
        var p = TLanes.MultiplyAdd(TLanes.All(-0.000485373806f), u, TLanes.All(0.00127170980f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(-0.00121025392f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(0.00179176172f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(-0.00480067823f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(0.00856806058f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(-0.0124994703f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(0.0179512296f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(-0.0247249231f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(0.0319906548f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(-0.0399296992f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(0.0500244722f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(-0.0677436739f));
        p = TLanes.MultiplyAdd(p, u, TLanes.All(0.135949999f));
        return TLanes.MultiplyAdd(held, p, TLanes.All(0.5f));
    }

    /// <summary>The value held within ±bound; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Within(TVector x, float bound) => TLanes.Min(TLanes.All(bound), TLanes.Max(TLanes.All(-bound), x));
}
