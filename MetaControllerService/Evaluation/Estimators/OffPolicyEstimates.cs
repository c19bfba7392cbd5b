namespace MctsAspire.MetaControllerService.Evaluation.Estimators;

/// <summary>
/// What a policy would earn, estimated from runs that another policy logged.
/// <list type="bullet">
/// <item>Plain: inverse propensity scoring, the mean of ratio · return, where the ratio is the product of those of a run's choices (Horvitz and Thompson 1952). Unbiased.</item>
/// <item>Self-normalised: the sum of ratio · return over the sum of the ratios (Hájek). Consistent, with smaller errors.</item>
/// <item>Clipped: as plain, with ratios cut off. Biased towards 0, with smaller errors.</item>
/// <item>Direct: what a reward model expects. As good as the model is.</item>
/// <item>Doubly robust: the reward model, corrected step by step by ratio · what it missed (Dudík, Langford and Li 2011; for several steps Jiang and Li 2016). The
/// model that is used on a run was fitted without it (cross-fitting), so that the estimate is unbiased whatever the model is.</item>
/// </list>
/// </summary>
/// <param name="Runs">How many runs there were.</param>
/// <param name="Matching">How many of them the policy that is evaluated could have made.</param>
/// <param name="Plain">Inverse propensity scoring.</param>
/// <param name="SelfNormalised">Self-normalised.</param>
/// <param name="Clipped">Clipped.</param>
/// <param name="Direct">By the reward model alone.</param>
/// <param name="DoublyRobust">Doubly robust.</param>
internal sealed record OffPolicyEstimates(int Runs, int Matching, Estimate Plain, Estimate SelfNormalised, Estimate Clipped, Estimate Direct, Estimate DoublyRobust)
{
    /// <summary>Ratios are cut off here for the clipped estimate.</summary>
    public const double Clip = 5;

    /// <summary>With fewer runs there is no estimate: each fold of the cross-fitting needs one.</summary>
    public const int FewestRuns = 5;

    private const double Penalty = 1;

    /// <summary>Estimates.</summary>
    /// <param name="runs">Logged runs, at least <see cref="FewestRuns"/>, of the same number of steps and actions.</param>
    /// <param name="bootstrap">Makes the intervals.</param>
    public static OffPolicyEstimates Of(IReadOnlyList<IReadOnlyList<LoggedStep>> runs, Bootstrap bootstrap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs.Count, FewestRuns);
        var ratios = runs.Select(run => run.Aggregate(1.0, (product, step) => product * step.Ratio)).ToArray();
        var returns = runs.Select(run => run.Sum(step => step.Reward)).ToArray();
        var weighted = ratios.Zip(returns, (ratio, earned) => ratio * earned).ToArray();
        var clipped = ratios.Zip(returns, (ratio, earned) => Math.Min(ratio, Clip) * earned).ToArray();
        var (direct, robust) = CrossFit(runs);
        return new(
            runs.Count,
            ratios.Count(ratio => ratio > 0),
            bootstrap.Mean(weighted),
            bootstrap.Ratio(weighted, ratios),
            bootstrap.Mean(clipped),
            bootstrap.Mean(direct),
            bootstrap.Mean(robust));
    }

    private static (double[] Direct, double[] Robust) CrossFit(IReadOnlyList<IReadOnlyList<LoggedStep>> runs)
    {
        var (direct, robust) = (new double[runs.Count], new double[runs.Count]);
        for (var fold = 0; fold < FewestRuns; fold++)
        {
            var others = runs.Where((_, index) => index % FewestRuns != fold).ToList();
            var model = RewardModel.Fit(others, Penalty);
            for (var index = fold; index < runs.Count; index += FewestRuns)
            {
                direct[index] = model.Value(runs[index], 0);
                robust[index] = Correct(runs[index], model);
            }
        }

        return (direct, robust);
    }

    // From the last step to the first: what was expected, and ratio · what came instead of it.
    private static double Correct(IReadOnlyList<LoggedStep> run, RewardModel model)
    {
        var value = 0.0;
        for (var step = run.Count - 1; step >= 0; step--)
        {
            var logged = run[step];
            value = model.Value(run, step) + (logged.Ratio * (logged.Reward + value - model.Expect(run, step, logged.Action)));
        }

        return value;
    }
}
