namespace MctsAspire.MetaControllerService.Training.Metrics;

/// <summary>Whether a model is right as often as it says: bins of equal width, and the expected calibration error (Guo et al. 2017).</summary>
internal sealed class Calibration
{
    private const int Bins = 10;

    private Calibration(IReadOnlyList<CalibrationBin> table, double error) => (Table, ExpectedError) = (table, error);

    /// <summary>The bins, from low to high confidence.</summary>
    public IReadOnlyList<CalibrationBin> Table { get; }

    /// <summary>The mean distance of confidence and accuracy over the bins, by their counts, in [0,1]: ECE.</summary>
    public double ExpectedError { get; }

    /// <summary>Sorts predictions into bins.</summary>
    /// <param name="confidences">Probability of what was chosen, in [0,1].</param>
    /// <param name="right">Whether it was right to be, in the same order.</param>
    public static Calibration Of(IReadOnlyList<double> confidences, IReadOnlyList<bool> right)
    {
        var (counts, sums, hits) = (new int[Bins], new double[Bins], new int[Bins]);
        for (var i = 0; i < confidences.Count; i++)
        {
            var bin = Math.Clamp((int)Math.Ceiling(confidences[i] * Bins) - 1, 0, Bins - 1);
            counts[bin]++;
            sums[bin] += confidences[i];
            hits[bin] += right[i] ? 1 : 0;
        }

        var table = Enumerable.Range(0, Bins).Select(bin => new CalibrationBin(
            (double)bin / Bins,
            (bin + 1.0) / Bins,
            counts[bin],
            counts[bin] > 0 ? sums[bin] / counts[bin] : 0,
            counts[bin] > 0 ? (double)hits[bin] / counts[bin] : 0)).ToArray();
        var error = confidences.Count > 0 ? table.Sum(bin => bin.Count * Math.Abs(bin.Confidence - bin.Accuracy)) / confidences.Count : 0;
        return new(table, error);
    }
}
