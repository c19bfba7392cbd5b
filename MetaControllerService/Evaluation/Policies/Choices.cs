using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>What a policy chooses on a task: whom first, and whom after each agent that could have been first.</summary>
/// <param name="First">Named at the start.</param>
/// <param name="After">By the agent that worked first: named after it.</param>
internal sealed record Choices(Agent First, IReadOnlyList<Agent> After)
{
    private static readonly Agent[] Agents = Enum.GetValues<Agent>();

    /// <summary>The agent whose answer stands.</summary>
    public Agent Last => After[(int)First];

    /// <summary>Asks a policy everything that can come up on a task.</summary>
    public static async Task<Choices> OfAsync(IRoutingPolicy policy, TaskRecord task, CancellationToken cancellationToken)
    {
        var first = await policy.ChooseAsync(task.Sequence(null), cancellationToken);
        var after = new Agent[Agents.Length];
        foreach (var agent in Agents)
            after[(int)agent] = await policy.ChooseAsync(task.Sequence(agent), cancellationToken);
        return new(first, after);
    }

    /// <summary>What the run earns: the score of the answer that stands, and the calls of all agents that worked.</summary>
    public Earned Outcome(TaskRecord task)
    {
        var last = task.Of(Last);
        return new(last.Score, Last == First ? last.Cost : task.Of(First).Cost + last.Cost);
    }
}
