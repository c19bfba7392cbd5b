using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Evaluation.Estimators;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>The logged run of a task, as the estimators read it. They see nothing of what the other agents made of the task.</summary>
internal static class LoggedRuns
{
    /// <summary>The run, and what a policy would choose at its states.</summary>
    public static IReadOnlyList<LoggedStep> Of(TaskRecord task, Choices target, double price)
    {
        var steps = new LoggedStep[task.Logged.Count];
        for (var i = 0; i < steps.Length; i++)
        {
            var logged = task.Logged[i];
            var first = logged.After.Count > 0 ? AgentNames.Find(logged.After[^1]) : null;
            var wanted = first is { } worked ? target.After[(int)worked] : target.First;
            steps[i] = new(
                StateNumbers.Of(task.Sequence(first)),
                [.. Enum.GetValues<Agent>().Select(agent => agent == wanted ? 1.0 : 0)],
                (int)AgentNames.Find(logged.Agent)!.Value,
                logged.Propensity,
                (logged.Score ?? 0) - (price * logged.Cost));
        }

        return steps;
    }
}
