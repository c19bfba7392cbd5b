namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>What was measured of one answer.</summary>
/// <param name="Score">How good it is, 0 to 1, by the task's definition.</param>
/// <param name="Cost">
/// What it took, in calls: the reasoning calls that the run's journal lists, one for a search, and each of a search's evaluations that its cache did not answer. The same
/// for the same task, seed and documents.
/// </param>
/// <param name="Confidence">The probability that it gives itself, 0 to 1.</param>
/// <param name="Answerable">Whether it says that there is an answer.</param>
/// <param name="Milliseconds">How long it took; it differs from run to run and nothing is computed from it.</param>
/// <param name="MctsValue">The value of the best action of its search, cut to 0 to 1 as the router is shown it; absent without a search.</param>
/// <param name="AgentsUsed">The agents that worked on it; absent where only one was asked.</param>
internal sealed record AgentOutcome(
    double Score, double Cost, double Confidence, bool Answerable, double Milliseconds, double? MctsValue = null, IReadOnlyList<string>? AgentsUsed = null)
{
    /// <summary>The score less the price of all calls.</summary>
    /// <param name="price">Of one call, in units of score.</param>
    public double Utility(double price) => Score - (price * Cost);
}
