namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>Measures of how well probabilities tell true from false.</summary>
public static class Measures
{
    private const int Bins = 10;

    /// <summary>Area under the ROC curve, in [0,1]: the probability that a true case is rated above a false one; ties count half.</summary>
    /// <param name="cases">The probability that was told, and whether it came true.</param>
    public static double Auroc(IEnumerable<(double Probability, bool IsTrue)> cases)
    {
        var sorted = cases.OrderBy(item => item.Probability).ToList();
        double ranks = 0, positives = 0;
        for (var i = 0; i < sorted.Count;)
        {
            var j = i;
            while (j < sorted.Count && sorted[j].Probability.Equals(sorted[i].Probability))
                j++;
            for (var k = i; k < j; k++)
            {
                if (!sorted[k].IsTrue)
                    continue;
                ranks += (i + j + 1) / 2.0;
                positives++;
            }

            i = j;
        }

        return (ranks - (positives * (positives + 1) / 2)) / (positives * (sorted.Count - positives));
    }

    /// <summary>Expected calibration error over ten bins of equal width, in [0,1].</summary>
    /// <param name="cases">The probability that was told, and whether it came true.</param>
    public static double CalibrationError(IEnumerable<(double Probability, bool IsTrue)> cases)
    {
        var all = cases.ToList();
        return all.GroupBy(item => Math.Min(Bins - 1, (int)(item.Probability * Bins)))
            .Sum(bin => Math.Abs(bin.Average(item => item.Probability) - bin.Average(item => item.IsTrue ? 1.0 : 0)) * bin.Count()) / all.Count;
    }
}
