using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>
/// Examples of the service's own decision log. The states of a run so far are those of its earlier decisions. A decision with an outcome
/// weighs score / propensity; when no decision has one, the choices are learned as they were made. Where several agents ran at once
/// nobody knows which of them the outcome is owed to: such a decision is a state of its run, and no example.
/// </summary>
internal static class LoggedExamples
{
    /// <summary>The examples, in the order of the runs and of the decisions in them.</summary>
    public static IReadOnlyList<TrainingExample> Of(IEnumerable<LogEntry> entries)
    {
        var decisions = DecisionLogReader.Merge(entries);
        var haveOutcomes = decisions.Any(decision => decision.Outcome is not null);
        return [.. decisions.GroupBy(decision => decision.Run).SelectMany(run => OfRun([.. run.OrderBy(decision => decision.Step)], haveOutcomes))];
    }

    private static IEnumerable<TrainingExample> OfRun(IReadOnlyList<LoggedDecision> run, bool haveOutcomes)
    {
        var states = new List<RunFeatures>();
        var done = default(AgentSet);
        foreach (var decision in run)
        {
            states.Add(VectorState.Read(decision.Vector, decision.Iteration, decision.QueryLength, done));
            if (decision.Agents is [var only] && (decision.Outcome is not null || !haveOutcomes))
            {
                yield return new(
                    [.. states.TakeLast(TrainingExample.MostStates)],
                    AgentNames.Find(only)!.Value,
                    decision.Outcome is { } outcome ? InversePropensity.Weight(outcome.Score, decision.Propensity) : 1,
                    decision.Run);
            }

            foreach (var agent in decision.Agents)
                done = done.With(AgentNames.Find(agent)!.Value);
        }
    }
}
