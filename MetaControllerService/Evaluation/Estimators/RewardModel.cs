namespace MctsAspire.MetaControllerService.Evaluation.Estimators;

/// <summary>
/// What the choices of runs are expected to earn until the end when the policy that is evaluated goes on: a ridge regression for each step and action, fitted
/// from the last step to the first (fitted Q evaluation).
/// </summary>
internal sealed class RewardModel
{
    private readonly RidgeRegression[][] _models;

    private RewardModel(RidgeRegression[][] models) => _models = models;

    /// <summary>Fits to logged runs of the same number of steps.</summary>
    /// <param name="runs">The runs, at least one.</param>
    /// <param name="penalty">Of the regressions.</param>
    public static RewardModel Fit(IReadOnlyList<IReadOnlyList<LoggedStep>> runs, double penalty)
    {
        var models = new RidgeRegression[runs[0].Count][];
        var fitted = new RewardModel(models);
        for (var step = models.Length - 1; step >= 0; step--)
        {
            models[step] = new RidgeRegression[runs[0][step].Target.Length];
            for (var action = 0; action < models[step].Length; action++)
            {
                var chosen = runs.Where(run => run[step].Action == action).ToList();
                var returns = chosen.Select(run => run[step].Reward + (step + 1 < models.Length ? fitted.Value(run, step + 1) : 0)).ToList();
                models[step][action] = RidgeRegression.Fit([.. chosen.Select(run => run[step].Context)], returns, runs[0][step].Context.Length, penalty);
            }
        }

        return fitted;
    }

    /// <summary>What an action is expected to earn at a step of a run.</summary>
    public double Expect(IReadOnlyList<LoggedStep> run, int step, int action) => _models[step][action].Predict(run[step].Context);

    /// <summary>What the policy that is evaluated is expected to earn from a step of a run on.</summary>
    public double Value(IReadOnlyList<LoggedStep> run, int step)
    {
        var value = 0.0;
        for (var action = 0; action < run[step].Target.Length; action++)
            value += run[step].Target[action] * Expect(run, step, action);
        return value;
    }
}
