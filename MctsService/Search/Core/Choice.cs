namespace MctsAspire.MctsService.Search.Core;

/// <summary>Chooses the root's action at the end of a search.</summary>
internal static class Choice
{
    private const double Tolerance = 1e-12;

    /// <summary>
    /// The index of the chosen action; -1 when nothing is known of any. An action that is proven to be worse than another is never chosen; of
    /// those left it is what <see cref="PolicyOf"/> says, where ties go to the higher mean, then to more visits, then to the first. An action
    /// that was not tried is chosen only for what is proven of it.
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

        var policy = PolicyOf(options);
        var byProof = policy == BestAction.Secure && HasProvenBounds(options);
        if (!byProof && candidates.Exists(action => action.Visits > 0))
            candidates.RemoveAll(action => action.Visits == 0);
        var mostVisits = Math.Max(candidates.Max(action => action.Visits), 1);
        var highestMean = candidates.Max(action => action.Mean);
        var log = ExactMath.Log(Math.Max(root.Iterations, 1));
        return candidates
            .OrderByDescending(Score)
            .ThenByDescending(action => action.Mean)
            .ThenByDescending(action => action.Low)
            .ThenByDescending(action => action.Visits)
            .ThenBy(action => action.Index)
            .First().Index;

        double Score(RootAction action) => policy switch
        {
            BestAction.Secure when byProof => action.Low,
            BestAction.MaxVisits => action.Visits,
            BestAction.MaxValue => action.Mean,
            BestAction.Robust => (0.5 * action.Visits / mostVisits) + (highestMean > 0 ? 0.5 * action.Mean / highestMean : 0),
            BestAction.Secure => action.Mean - (options.ExplorationWeight * Math.Sqrt(log / action.Visits)),
            _ => throw new ArgumentOutOfRangeException(nameof(options), policy, "Not a policy."),
        };
    }

    /// <summary>
    /// How the action is chosen: as the options say, else by the most visits. Where values are the best action's and no means, visits only say where
    /// it was worth looking: there it is the proven lower bound, or the highest value where the search proves no bounds.
    /// </summary>
    public static BestAction PolicyOf(SearchOptions options) => options.BestAction ?? options switch
    {
        { Backup: Backup.Mean } => BestAction.MaxVisits,
        _ when HasProvenBounds(options) => BestAction.Secure,
        _ => BestAction.MaxValue,
    };

    private static bool HasProvenBounds(SearchOptions options) => options is { Backup: Backup.Max, Transpositions: true };
}
