using System.Globalization;
using MctsAspire.MetaControllerService.Training.Loop;

namespace MctsAspire.MetaControllerService.Training.Sessions;

/// <summary>
/// Says so when the learning rate never rises to what was asked for, as a training has fewer steps than its warm-up. The warm-up is not
/// shortened by itself: the same options must mean the same schedule, whatever the data.
/// </summary>
internal static class WarmupNote
{
    // As much of a training as warm-ups usually take.
    private const int UsualShare = 10;

    /// <summary>What is to be said; null: nothing.</summary>
    /// <param name="plan">How it is trained.</param>
    /// <param name="examples">Examples to train on.</param>
    public static string? Of(TrainingPlan plan, int examples)
    {
        var steps = (long)plan.Epochs * ((examples + plan.BatchSize - 1) / plan.BatchSize);
        return steps >= plan.WarmupSteps
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"--warmup_steps is {plan.WarmupSteps}, and the training has {steps} steps at most: the learning rate gets to {100.0 * steps / plan.WarmupSteps:F0} % of --lr, and little is learned. Give --warmup_steps {Math.Max(1, steps / UsualShare)}, more data or more --epochs.");
    }
}
