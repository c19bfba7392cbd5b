using MctsAspire.Neural.Kernels;

namespace MctsAspire.Neural.Tests.Kernels;

public sealed unsafe class FunctionTests
{
    private static readonly float[] Sweep = [.. Enumerable.Range(-200_000, 400_001).Select(i => i * 1e-4f), -1e30f, 1e30f, float.NegativeInfinity, float.PositiveInfinity, -1e-30f, 0];

    public static TheoryData<int> Sets => Kernels.Sets.All;

    [Theory]
    [MemberData(nameof(Sets))]
    public void ExpIsWithinItsRelativeError(int set)
    {
        float[] wide = [.. Enumerable.Range(-8729, 17558).Select(i => i * 0.01f)];
        var y = Map<ExpFunction>(set, wide);
        for (var i = 0; i < wide.Length; i++)
            (Math.Abs(y[i] - Math.Exp(wide[i])) / Math.Exp(wide[i])).ShouldBeLessThan(2.5e-7, $"x = {wide[i]}");
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void ExpOfValuesBeyondItsBoundsIsThatOfTheBounds(int set)
    {
        var y = Map<ExpFunction>(set, [-1e30f, float.NegativeInfinity, 1e30f, float.PositiveInfinity]);
        y.ShouldAllBe(value => float.IsNormal(value));
        y[0].ShouldBeLessThan(1.3e-38f);
        y[1].ShouldBe(y[0]);
        y[2].ShouldBeGreaterThan(2e38f);
        y[3].ShouldBe(y[2]);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void SigmoidIsWithinItsError(int set) => Check<SigmoidFunction>(set, x => 1 / (1 + Math.Exp(-x)), _ => 2e-7);

    [Theory]
    [MemberData(nameof(Sets))]
    public void TanhIsWithinItsError(int set) => Check<TanhFunction>(set, Math.Tanh, _ => 4e-7);

    [Theory]
    [MemberData(nameof(Sets))]
    public void GeluIsWithinItsError(int set) => Check<GeluFunction>(set, x => x * Phi(x), x => 3e-7 * Math.Max(1, Math.Abs(x)));

    [Theory]
    [MemberData(nameof(Sets))]
    public void TheSlopeOfGeluIsWithinItsError(int set) =>
        Check<GeluSlopeFunction>(set, x => Phi(x) + (double.IsInfinity(x) ? 0 : x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)), _ => 5e-7);

    [Theory]
    [MemberData(nameof(Sets))]
    public void GeluByTheHyperbolicTangentIsWithinItsError(int set) =>
        Check<GeluTanhFunction>(set, x => x * Logistic(2 * Cubic(x)), x => 4e-7 * Math.Max(1, Math.Abs(x)));

    [Theory]
    [MemberData(nameof(Sets))]
    public void TheSlopeOfGeluByTheHyperbolicTangentIsWithinItsError(int set) => Check<GeluTanhSlopeFunction>(
        set,
        x =>
        {
            var (share, slope) = (Logistic(2 * Cubic(x)), 2 * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x)));
            return share + (Math.Abs(x) > 1e6 ? 0 : x * share * Logistic(-2 * Cubic(x)) * slope);
        },
        _ => 1e-6);

    [Theory]
    [MemberData(nameof(Sets))]
    public void ReluAndItsSlopeAreExact(int set)
    {
        float[] x = [.. Sweep, float.Epsilon, -float.Epsilon, 1.2e-38f, float.MaxValue, -0f];

        Map<ReluFunction>(set, x).ShouldBe(Array.ConvertAll(x, value => value > 0 ? value : 0));
        Map<ReluSlopeFunction>(set, x).ShouldBe(Array.ConvertAll(x, value => value > 0 ? 1f : 0));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void NotANumberStaysSoInItsPlaceOnly(int set)
    {
        float[] x = [1, float.NaN, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, float.NaN, 18];
        float[][] results =
        [
            Map<ExpFunction>(set, x), Map<SigmoidFunction>(set, x), Map<TanhFunction>(set, x), Map<GeluFunction>(set, x), Map<GeluSlopeFunction>(set, x),
            Map<GeluTanhFunction>(set, x), Map<GeluTanhSlopeFunction>(set, x), Map<ReluFunction>(set, x), Map<ReluSlopeFunction>(set, x),
        ];
        foreach (var y in results)
            y.Select(float.IsNaN).ShouldBe(x.Select(float.IsNaN));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void SoftmaxOfEveryLengthIsRight(int set)
    {
        for (var count = 1; count < 70; count++)
        {
            var x = Array.ConvertAll(Kernels.Sets.Values(count, count), value => value * 30);
            var exps = Array.ConvertAll(x, value => Math.Exp((value - x.Max()) * 0.5));
            var y = x.ToArray();
            fixed (float* p = y)
                Kernels.Sets.Get(set).Softmax(p, count, 0.5f);
            for (var i = 0; i < count; i++)
                ((double)y[i]).ShouldBe(exps[i] / exps.Sum(), 1e-6, $"{i} of {count}");
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void LayerNormOfEveryLengthIsRight(int set)
    {
        for (var count = 1; count < 70; count++)
        {
            var (x, residual) = (Array.ConvertAll(Kernels.Sets.Values(count, 1), value => value + 100), Kernels.Sets.Values(count, 2));
            var (weight, bias) = (Kernels.Sets.Values(count, 3), Kernels.Sets.Values(count, 4));
            var sums = x.Zip(residual, (a, b) => (double)a + b).ToArray();
            var (mean, y) = (sums.Average(), new float[count]);
            var deviation = Math.Sqrt(sums.Average(value => (value - mean) * (value - mean)) + 1e-3);
            fixed (float* px = x, pr = residual, py = y, pw = weight, pb = bias)
                Kernels.Sets.Get(set).LayerNorm(px, pr, py, count, pw, pb, 1e-3f);
            for (var i = 0; i < count; i++)
                ((double)y[i]).ShouldBe(((sums[i] - mean) / deviation * weight[i]) + bias[i], 1e-4, $"{i} of {count}");
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void AGruStepIsRight(int set)
    {
        const int size = 32;
        var (input, state) = (Array.ConvertAll(Kernels.Sets.Values(3 * size, 1), x => x * 20), Array.ConvertAll(Kernels.Sets.Values(3 * size, 2), x => x * 20));
        var (h, next) = (Kernels.Sets.Values(size, 3), new float[size]);
        fixed (float* pi = input, ps = state, ph = h, pn = next)
            Kernels.Sets.Get(set).GruStep(pi, ps, ph, pn, size);
        for (var i = 0; i < size; i++)
        {
            var reset = Logistic(input[i] + state[i]);
            var keep = Logistic(input[size + i] + state[size + i]);
            var fresh = Math.Tanh(input[(2 * size) + i] + (reset * state[(2 * size) + i]));
            ((double)next[i]).ShouldBe(((1 - keep) * fresh) + (keep * h[i]), 3e-6);
        }
    }

    private static double Cubic(double x) => Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static void Check<TFunction>(int set, Func<double, double> exact, Func<double, double> bound)
        where TFunction : struct, IFunction
    {
        var y = Map<TFunction>(set, Sweep);
        for (var i = 0; i < Sweep.Length; i++)
        {
            double x = Sweep[i];
            if (!double.IsFinite(exact(x)) || double.IsInfinity(y[i]))
                continue;
            var error = Math.Abs(y[i] - exact(x));
            if (error > bound(x))
                error.ShouldBeLessThanOrEqualTo(bound(x), $"x = {x}");
        }
    }

    private static float[] Map<TFunction>(int set, float[] x)
        where TFunction : struct, IFunction
    {
        var y = new float[x.Length];
        fixed (float* from = x, to = y)
            Kernels.Sets.Get(set).Map<TFunction>(from, to, x.Length);
        return y;
    }

    /// <summary>The share of a standard normal distribution below x: Marsaglia's series near the middle, 0 or 1 within 1e-19 beyond.</summary>
    private static double Phi(double x)
    {
        if (Math.Abs(x) > 9) return x > 0 ? 1 : 0;
        double sum = x, term = x;
        for (var i = 3; Math.Abs(term) > 1e-20; i += 2)
            sum += term *= x * x / i;
        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}
