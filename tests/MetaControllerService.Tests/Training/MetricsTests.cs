using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.MetaControllerService.Training.Metrics;

namespace MctsAspire.MetaControllerService.Tests.Training;

public sealed class MetricsTests
{
    [Fact]
    public void TheConfusionMatrixGivesAccuracyPrecisionAndRecall()
    {
        var matrix = new ConfusionMatrix([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, 2], 3);

        matrix[0, 1].ShouldBe(1);
        matrix.Accuracy.ShouldBe(4 / 6.0, 1e-12);
        matrix.Precision(1).ShouldBe(0.5);
        matrix.Recall(0).ShouldBe(2 / 3.0, 1e-12);
        matrix.F1(0).ShouldBe(0.8, 1e-12);
        matrix.Support(2).ShouldBe(1);
    }

    [Fact]
    public void AClassThatNobodyChoseHasNoPrecision()
    {
        var matrix = new ConfusionMatrix([0, 1], [0, 0], 3);

        (matrix.Precision(1), matrix.Recall(2), matrix.F1(1)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void TheCalibrationErrorIsTheMeanDistanceOverTheBins()
    {
        // Four in the bin up to 0.9 with 0.85 on average, of which 2 are right; two in the bin up to 0.6, both right.
        var calibration = Calibration.Of([0.82, 0.84, 0.86, 0.88, 0.55, 0.6], [true, true, false, false, true, true]);

        calibration.Table[8].ShouldBe(new CalibrationBin(0.8, 0.9, 4, calibration.Table[8].Confidence, 0.5));
        calibration.Table[8].Confidence.ShouldBe(0.85, 1e-12);
        calibration.Table[5].Count.ShouldBe(2);
        calibration.ExpectedError.ShouldBe(((4 * 0.35) + (2 * 0.425)) / 6, 1e-12);
    }

    [Fact]
    public void FullCertaintyIsInTheLastBin() => Calibration.Of([1], [true]).Table[9].Count.ShouldBe(1);

    [Fact]
    public void TheLossIsTheMeanOfTheNegativeLogarithmsByWeight()
    {
        var examples = SyntheticDecisions.Generate(3, 1, balanced: true).Select((example, i) => example with { Weight = i == 0 ? 2 : 1 }).ToList();
        var probabilities = examples.Select((example, i) => Enumerable.Range(0, 3).Select(agent => agent == (int)example.Label ? (i == 0 ? 0.5 : 0.25) : 0.25).ToArray()).ToList();

        Measurement.Of(examples, probabilities).Loss.ShouldBe(((2 * Math.Log(2)) + (2 * Math.Log(4))) / 4, 1e-12);
    }
}
