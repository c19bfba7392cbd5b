using Google.Protobuf.WellKnownTypes;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.Protos.Meta;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Requests;

/// <summary>Reads what a request tells of decisions, or says which field is wrong and what is allowed there.</summary>
internal static class DecisionReader
{
    private const int MostDecisions = 1_000;

    /// <exception cref="ValidationException">A field is out of its range; the message names it.</exception>
    public static IReadOnlyList<LogEntry> Read(RecordDecisionsRequest request, TimeProvider time)
    {
        if (request.Decisions.Count is < 1 or > MostDecisions)
            throw new ValidationException("decisions", $"must hold 1 to {MostDecisions} decisions, and holds {request.Decisions.Count}");
        return [.. request.Decisions.Select((decision, index) => Read(decision, $"decisions[{index}]", time))];
    }

    /// <exception cref="ValidationException">A field is out of its range; the message names it.</exception>
    public static LogEntry Read(RecordOutcomeRequest request, TimeProvider time)
    {
        if (request.Outcome is null)
            throw new ValidationException("outcome", "must be there");
        return Checked(new LoggedOutcome { Run = request.RunId, Timestamp = time.GetUtcNow(), Outcome = Read(request.Outcome)! }, "");
    }

    private static LogEntry Read(Decision decision, string path, TimeProvider time)
    {
        if (decision.State is null)
            throw new ValidationException($"{path}.state", "must be there");
        var state = PredictRequestReader.ReadState(decision.State, $"{path}.state");
        var entry = new LoggedDecision
        {
            Run = decision.RunId,
            Step = decision.Step,
            Timestamp = At(decision.DecidedAt, $"{path}.decided_at") ?? time.GetUtcNow(),
            Vector = state.Normalize(),
            Text = state.ToText(),
            Agent = decision.Agents.FirstOrDefault() ?? "",
            Agents = [.. decision.Agents],
            Probabilities = [.. decision.Probabilities],
            Propensity = decision.Propensity,
            ByRules = decision.ByRules,
            Explored = decision.Explored,
            ModelVersion = decision.ModelVersion,
            Iteration = state.Iteration,
            QueryLength = state.QueryLength,
            Outcome = Read(decision.Outcome),
        };
        return Checked(entry, $"{path}.");
    }

    private static DecisionOutcome? Read(Outcome? outcome) => outcome is null ? null : new(outcome.Score, outcome.HasCost ? outcome.Cost : null);

    private static DateTimeOffset? At(Timestamp? timestamp, string field)
    {
        try
        {
            return timestamp?.ToDateTimeOffset();
        }
        catch (InvalidOperationException failure)
        {
            throw new ValidationException(field, "must be a time from the year 1 to the year 9999", failure);
        }
    }

    // A log line and a field have the same name, but for the run's.
    private static LogEntry Checked(LogEntry entry, string path)
    {
        if (entry.Problem() is not { } problem)
            return entry;
        var end = problem.IndexOf(' ', StringComparison.Ordinal);
        var field = problem[..end];
        throw new ValidationException(path + (field == "run" ? "run_id" : field), problem[(end + 1)..]);
    }
}
