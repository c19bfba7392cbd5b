using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>What choices on a task are worth: score less price · calls.</summary>
internal static class Utilities
{
    /// <summary>What it is worth to let an agent answer when another, or the same, has worked already.</summary>
    public static double Second(TaskRecord task, Agent first, Agent second, double price) =>
        first == second ? task.Of(second).Score : task.Of(second).Utility(price);

    /// <summary>What it is worth to let an agent work first when it is known who answers then.</summary>
    public static double First(TaskRecord task, Agent first, Agent second, double price) =>
        Second(task, first, second, price) - (price * task.Of(first).Cost);

    /// <summary>What the best agent earns for someone who knows the answers; of equal ones the first.</summary>
    public static Earned Oracle(TaskRecord task, double price)
    {
        var best = Enum.GetValues<Agent>().Select(task.Of).MaxBy(outcome => outcome.Utility(price))!;
        return new(best.Score, best.Cost);
    }
}
