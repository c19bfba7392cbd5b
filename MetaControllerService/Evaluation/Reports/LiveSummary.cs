using MctsAspire.MetaControllerService.Collection.Runs;

namespace MctsAspire.MetaControllerService.Evaluation.Reports;

/// <summary>Who answered in the running app.</summary>
/// <param name="Models">The versions that were asked.</param>
/// <param name="Answered">How often each agent answered.</param>
/// <param name="ByRules">How often rules named the one who did, by their reason.</param>
/// <param name="Explored">How often chance did.</param>
/// <param name="Changed">How often the agent that answered was of another score or confidence than the same agent in the log: 0 when nothing but the router differs.</param>
internal sealed record LiveSummary(
    IReadOnlyList<string> Models, IReadOnlyDictionary<string, int> Answered, IReadOnlyDictionary<string, int> ByRules, int Explored, int Changed)
{
    /// <summary>Counts.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="tasks">The log's records of the same tasks, in the same order.</param>
    public static LiveSummary Of(IReadOnlyList<RoutedOutcome> runs, IReadOnlyList<TaskRecord> tasks) => new(
        [.. runs.Select(run => run.Decision.ModelVersion).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
        Count(runs.Select(run => run.Agent)),
        Count(runs.Where(run => run.Decision.ByRules).Select(run => run.Decision.Reason ?? "unknown")),
        runs.Count(run => run.Decision.Explored),
        runs.Zip(tasks).Count(pair => pair.Second.Outcomes.GetValueOrDefault(pair.First.Agent) is not { } logged
            || (logged.Score, logged.Confidence) != (pair.First.Outcome.Score, pair.First.Outcome.Confidence)));

    private static Dictionary<string, int> Count(IEnumerable<string> names) =>
        names.GroupBy(name => name).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
}
