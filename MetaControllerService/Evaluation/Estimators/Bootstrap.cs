namespace MctsAspire.MetaControllerService.Evaluation.Estimators;

/// <summary>
/// 95% intervals by the percentile bootstrap (Efron 1979): the sample is drawn again with replacement, many times, and the interval holds the middle 95% of what
/// comes out. Differences are paired: they are taken task by task before anything is drawn.
/// </summary>
/// <param name="seed">The same seed gives the same intervals.</param>
/// <param name="resamples">How often the sample is drawn again, from 40.</param>
internal sealed class Bootstrap(int seed, int resamples = Bootstrap.Resamples)
{
    /// <summary>How often the sample is drawn again unless the caller says otherwise.</summary>
    public const int Resamples = 10_000;

    private const double Outside = 0.025;

    /// <summary>How often the sample is drawn again.</summary>
    public int Count => resamples;

    /// <summary>The mean of a sample.</summary>
    public Estimate Mean(IReadOnlyList<double> values) => Ratio(values, null);

    /// <summary>The sum of one number of each member over the sum of another; 0 where that is 0.</summary>
    /// <param name="numerators">The one.</param>
    /// <param name="denominators">The other; null: 1 each.</param>
    public Estimate Ratio(IReadOnlyList<double> numerators, IReadOnlyList<double>? denominators)
    {
        ArgumentOutOfRangeException.ThrowIfZero(numerators.Count);
        var random = new Random(seed);
        var drawn = new double[resamples];
        for (var resample = 0; resample < resamples; resample++)
        {
            double above = 0, below = 0;
            for (var i = 0; i < numerators.Count; i++)
            {
                var member = random.Next(numerators.Count);
                above += numerators[member];
                below += denominators?[member] ?? 1;
            }

            drawn[resample] = below == 0 ? 0 : above / below;
        }

        Array.Sort(drawn);
        var whole = denominators?.Sum() ?? numerators.Count;
        return new(whole == 0 ? 0 : numerators.Sum() / whole, Quantile(drawn, Outside), Quantile(drawn, 1 - Outside));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}
