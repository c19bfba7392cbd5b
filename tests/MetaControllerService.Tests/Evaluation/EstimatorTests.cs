using MctsAspire.MetaControllerService.Evaluation.Estimators;

namespace MctsAspire.MetaControllerService.Tests.Evaluation;

/// <summary>Made-up bandits whose true values are known.</summary>
public sealed class EstimatorTests
{
    private const int Actions = 3;

    // What an action earns on average at a context x in [0,1]; no line in the second action, so that a linear model of it is wrong.
    private static double Expected(double x, int action) => action switch { 0 => 0.2 + (0.5 * x), 1 => x < 0.5 ? 0.8 : 0.1, _ => 0.4 };

    private static double[] Target(double x) => x < 0.4 ? [0.1, 0.8, 0.1] : [0.9, 0, 0.1];

    // The true value, by the midpoints of a fine grid.
    private static readonly double TrueValue = Enumerable.Range(0, 100_000).Select(i => (i + 0.5) / 100_000).Average(x => Enumerable.Range(0, Actions).Sum(action => Target(x)[action] * Expected(x, action)));

    private static List<IReadOnlyList<LoggedStep>> Log(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (IReadOnlyList<LoggedStep>)[Step(random, random.NextDouble())])];
    }

    private static LoggedStep Step(Random random, double x)
    {
        double[] logging = x < 0.6 ? [0.5, 0.25, 0.25] : [0.2, 0.4, 0.4];
        var place = random.NextDouble();
        var action = place < logging[0] ? 0 : place < logging[0] + logging[1] ? 1 : 2;
        return new([1, x], Target(x), action, logging[action], random.NextDouble() < Expected(x, action) ? 1 : 0);
    }

    [Fact]
    public void PlainAndDoublyRobustEstimatesAreRightOnAverageAlthoughTheModelIsWrong()
    {
        var estimates = Enumerable.Range(0, 400).Select(seed => OffPolicyEstimates.Of(Log(200, seed), new Bootstrap(1, 40))).ToList();

        // Four standard errors of the mean of 400.
        estimates.Average(estimate => estimate.Plain.Value).ShouldBe(TrueValue, 0.012);
        estimates.Average(estimate => estimate.DoublyRobust.Value).ShouldBe(TrueValue, 0.012);
    }

    [Fact]
    public void TheDirectEstimateIsAsWrongAsItsModel()
    {
        var estimate = OffPolicyEstimates.Of(Log(20_000, 1), new Bootstrap(1, 40));

        Math.Abs(estimate.Direct.Value - TrueValue).ShouldBeGreaterThan(5 * Math.Abs(estimate.DoublyRobust.Value - TrueValue));
    }

    [Fact]
    public void MoreRunsBringEveryConsistentEstimateToTheTrueValue()
    {
        var estimate = OffPolicyEstimates.Of(Log(50_000, 3), new Bootstrap(1, 40));

        estimate.Plain.Value.ShouldBe(TrueValue, 0.015);
        estimate.SelfNormalised.Value.ShouldBe(TrueValue, 0.015);
        estimate.DoublyRobust.Value.ShouldBe(TrueValue, 0.015);
    }

    [Fact]
    public void DoublyRobustEstimatesScatterLessThanPlainOnes()
    {
        var estimates = Enumerable.Range(0, 200).Select(seed => OffPolicyEstimates.Of(Log(200, seed), new Bootstrap(1, 40))).ToList();

        Spread(estimates.Select(estimate => estimate.DoublyRobust.Value)).ShouldBeLessThan(Spread(estimates.Select(estimate => estimate.Plain.Value)));
    }

    [Fact]
    public void IntervalsHoldTheTrueValueAsOftenAsTheySay()
    {
        const int trials = 300;
        var estimates = Enumerable.Range(0, trials).Select(seed => OffPolicyEstimates.Of(Log(200, seed + 10_000), new Bootstrap(seed, 400))).ToList();

        // 95% nominal; of 300 trials four standard errors are 5%, and a percentile interval of 200 runs is a little narrow.
        foreach (var pick in (Func<OffPolicyEstimates, Estimate>[])[one => one.Plain, one => one.SelfNormalised, one => one.DoublyRobust])
            (estimates.Count(one => pick(one).Low <= TrueValue && TrueValue <= pick(one).High) / (double)trials).ShouldBeInRange(0.89, 1);
    }

    [Fact]
    public void RatiosAreCutOffForTheClippedEstimate()
    {
        var rare = (IReadOnlyList<LoggedStep>)[new([1], [1, 0], 0, 0.01, 1)];
        var usual = (IReadOnlyList<LoggedStep>)[new([1], [1, 0], 1, 0.99, 1)];

        var estimate = OffPolicyEstimates.Of([rare, usual, usual, usual, usual], new Bootstrap(1, 40));

        estimate.Plain.Value.ShouldBe(20);
        estimate.Clipped.Value.ShouldBe(1);
        estimate.SelfNormalised.Value.ShouldBe(1);
        estimate.Matching.ShouldBe(1);
    }

    [Fact]
    public void RunsOfTwoChoicesAreEstimatedAsAWhole()
    {
        // The second choice earns by what the first one led to: only a run's whole ratio gets it right.
        var random = new Random(11);
        double[] uniform = [0.5, 0.5];
        double[] target = [0.2, 0.8];
        var runs = Enumerable.Range(0, 30_000).Select(_ =>
        {
            var (first, second) = (random.Next(2), random.Next(2));
            return (IReadOnlyList<LoggedStep>)
            [
                new([1, 0], target, first, uniform[first], -0.1 * first),
                new([1, first], target, second, uniform[second], first == second ? 1 : 0),
            ];
        }).ToList();

        var estimate = OffPolicyEstimates.Of(runs, new Bootstrap(1, 40));

        // Both choices equal with .2² + .8², less .1 for a first choice of 1.
        const double value = 0.04 + 0.64 - 0.08;
        estimate.Plain.Value.ShouldBe(value, 0.02);
        estimate.DoublyRobust.Value.ShouldBe(value, 0.02);
    }

    [Fact]
    public void ARegressionFindsTheLineThatTheExamplesLieOn()
    {
        double[][] inputs = [[1, 0, 2], [1, 1, 0], [1, 2, 5], [1, 3, 1]];

        var fit = RidgeRegression.Fit(inputs, [.. inputs.Select(input => 3 + (2 * input[1]) - input[2])], 3, 0);

        fit.Predict([1, 10, 4]).ShouldBe(19, 1e-6);
    }

    [Fact]
    public void AFeatureThatNeverChangesDoesNoHarm()
    {
        double[][] inputs = [[1, 0, 7], [1, 1, 7], [1, 2, 7]];

        RidgeRegression.Fit(inputs, [1, 2, 3], 3, 1e-6).Predict([1, 1, 7]).ShouldBe(2, 1e-3);
    }

    [Fact]
    public void TheIntervalOfAMeanIsThatOfItsStandardError()
    {
        var random = new Random(5);
        var sample = Enumerable.Range(0, 400).Select(_ => random.NextDouble()).ToList();

        var interval = new Bootstrap(1).Mean(sample);

        interval.Value.ShouldBe(sample.Average(), 1e-12);
        (interval.High - interval.Low).ShouldBe(2 * 1.96 * Math.Sqrt(1.0 / 12 / 400), 0.006);
        new Bootstrap(1).Mean(sample).ShouldBe(interval);
    }

    private static double Spread(IEnumerable<double> values)
    {
        var list = values.ToList();
        var mean = list.Average();
        return list.Sum(value => (value - mean) * (value - mean));
    }
}
