namespace MctsAspire.MctsService.Search.Core;

/// <summary>Chooses the root's action at the end of a search.</summary>
internal static class Choice
{
    private const double Tolerance = 1e-12;

    /// <summary>
    /// The index of the chosen action; -1 when none was tried. An action that is proven to be worse than another is never chosen; of
    /// actions with a proven best value the most visited; else what <see cref="SearchOptions.BestAction"/> says, where ties go to the
    /// higher mean, then to more visits, then to the first. Where values are the best action's and no means, the highest value is chosen:
    /// there visits only say where it was worth looking.
    /// </summary>
    public static int Best(ShardReport root, SearchOptions options)
    {
        if (root.LineValue is not null)
            return root.Line[0];
        if (root.Actions.Count == 0)
            return -1;

        // Bounds of several shards may pass each other by a rounding.
        var floor = Math.Min(root.Actions.Max(action => action.Low), root.Actions.Max(action => action.High));
        var candidates = root.Actions.Where(action => action.High >= floor - Tolerance).ToList();
        if (root.High - root.Low <= Tolerance)
            candidates = [.. candidates.Where(action => action.Low >= floor - Tolerance)];

        var policy = options.Backup == Backup.Max ? BestAction.MaxValue : options.BestAction;
        var mostVisits = candidates.Max(action => action.Visits);
        var highestMean = candidates.Max(action => action.Mean);
        var log = ExactMath.Log(root.Iterations);
        return candidates
            .OrderByDescending(Score)
            .ThenByDescending(action => action.Mean)
            .ThenByDescending(action => action.Visits)
            .ThenBy(action => action.Index)
            .First().Index;

        double Score(RootAction action) => policy switch
        {
            BestAction.MaxVisits => action.Visits,
            BestAction.MaxValue => action.Mean,
            BestAction.Robust => (0.5 * action.Visits / mostVisits) + (highestMean > 0 ? 0.5 * action.Mean / highestMean : 0),
            BestAction.Secure => action.Mean - (options.ExplorationWeight * Math.Sqrt(log / action.Visits)),
            _ => throw new ArgumentOutOfRangeException(nameof(options), policy, "Not a policy."),
        };
    }
}
