using MctsAspire.MetaControllerService.Decisions;

namespace MctsAspire.MetaControllerService.Tests.Decisions;

internal static class Entries
{
    public static readonly DateTimeOffset Time = new(2025, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static LoggedDecision Decision(string run, int step = 0, double[]? vector = null, DecisionOutcome? outcome = null) => new()
    {
        Run = run,
        Step = step,
        Timestamp = Time,
        Vector = vector ?? States.Any.Normalize(),
        Text = States.Any.ToText(),
        Agent = "hrm",
        Agents = ["hrm", "trm"],
        Probabilities = [0.5, 0.25, 0.25],
        Propensity = 0.9,
        ByRules = false,
        ModelVersion = "0123456789ab",
        Iteration = 2,
        QueryLength = 150,
        Outcome = outcome,
    };

    public static LoggedOutcome Outcome(string run, double score, double? cost = null) =>
        new() { Run = run, Timestamp = Time, Outcome = new DecisionOutcome(score, cost) };
}
