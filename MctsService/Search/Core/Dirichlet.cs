namespace MctsAspire.MctsService.Search.Core;

/// <summary>Noise from a symmetric Dirichlet distribution: normalised gamma variates.</summary>
internal static class Dirichlet
{
    /// <summary>Mixes noise into prior probabilities.</summary>
    public static void Mix(Span<float> priors, RootNoise noise, ref Xorshift random)
    {
        Span<double> variates = priors.Length <= 256 ? stackalloc double[priors.Length] : new double[priors.Length];
        var sum = 0.0;
        foreach (ref var variate in variates)
            sum += variate = Gamma(noise.Alpha, ref random);
        if (sum <= 0)
            return;

        for (var i = 0; i < priors.Length; i++)
            priors[i] = (float)(((1 - noise.Fraction) * priors[i]) + (noise.Fraction * variates[i] / sum));
    }

    // Marsaglia and Tsang, "A simple method for generating gamma variables", 2000; shapes below 1 by their boost with a power of a uniform.
    private static double Gamma(double shape, ref Xorshift random)
    {
        if (shape < 1)
            return Gamma(shape + 1, ref random) * ExactMath.Exp(Math.Max(ExactMath.Log(Uniform(ref random)) / shape, -700));

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal(ref random);
            var v = 1 + (c * x);
            if (v <= 0)
                continue;
            v = v * v * v;
            if (ExactMath.Log(Uniform(ref random)) < (0.5 * x * x) + d - (d * v) + (d * ExactMath.Log(v)))
                return d * v;
        }
    }

    // Marsaglia's polar method.
    private static double Normal(ref Xorshift random)
    {
        while (true)
        {
            var x = (2 * random.NextDouble()) - 1;
            var y = (2 * random.NextDouble()) - 1;
            var s = (x * x) + (y * y);
            if (s is > 0 and < 1)
                return x * Math.Sqrt(-2 * ExactMath.Log(s) / s);
        }
    }

    private static double Uniform(ref Xorshift random) => 1 - random.NextDouble();
}
