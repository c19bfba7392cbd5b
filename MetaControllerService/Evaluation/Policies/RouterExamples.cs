using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Training.Data;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>
/// Makes of measured tasks what training learns from: states, and the agent that is worth most there. What a first choice is worth depends
/// on the second one: that is made by a linear router that was fitted to the other half of the tasks, which knows no more than a router can.
/// </summary>
internal static class RouterExamples
{
    /// <summary>The examples: of each task one for the start, and one for the state after each agent.</summary>
    /// <param name="tasks">The tasks, at least two.</param>
    /// <param name="price">Of a call, in units of score.</param>
    public static IEnumerable<TrainingExample> Of(IReadOnlyList<TaskRecord> tasks, double price)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks.Count, 2);

        // Tasks of a world stand together: a router has seen next to nothing of the worlds that it is asked about.
        var half = tasks.Count / 2;
        var (ofSecond, ofFirst) = (LinearRouter.Fit([.. tasks.Skip(half)], price), LinearRouter.Fit([.. tasks.Take(half)], price));
        return tasks.SelectMany((task, index) => OfTask(task, index < half ? ofSecond : ofFirst, price));
    }

    private static IEnumerable<TrainingExample> OfTask(TaskRecord task, LinearRouter router, double price)
    {
        yield return Best(task, null, agent => Utilities.First(task, agent, router.Second(agent, task.Sequence(agent)), price));
        foreach (var first in Enum.GetValues<Agent>())
            yield return Best(task, first, agent => Utilities.Second(task, first, agent, price));
    }

    // Rounded, so that agents that are worth the same stay equal whatever the order of the sums was.
    private static TrainingExample Best(TaskRecord task, Agent? first, Func<Agent, double> utility) =>
        BestAgent.Of(task.Sequence(first), agent => Math.Round(utility(agent), 9), task.Task);
}
