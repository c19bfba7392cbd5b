using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>Examples from what every agent is worth.</summary>
internal static class BestAgent
{
    /// <summary>The best agent as the label (of equal ones the first), weighing what it is worth more than the others on average.</summary>
    /// <param name="states">The states.</param>
    /// <param name="utility">What an agent is worth in the last of them.</param>
    /// <param name="group">The task.</param>
    public static TrainingExample Of(IReadOnlyList<RunFeatures> states, Func<Agent, double> utility, string? group = null)
    {
        var values = Enum.GetValues<Agent>().Select(utility).ToArray();
        var best = Array.IndexOf(values, values.Max());
        var others = (values.Sum() - values[best]) / (values.Length - 1);
        return new(states, (Agent)best, Math.Max(0, values[best] - others), group);
    }
}
