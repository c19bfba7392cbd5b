using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Integrations.Pinecone;

namespace MctsAspire.MetaControllerService.Training.Imports;

/// <summary>Decisions that Pinecone holds, as entries of a decision log.</summary>
internal static class SentDecisions
{
    private const int Most = 1_000_000;

    /// <summary>All of them. One whose propensity nobody noted says nothing about its outcome, and is taken for a choice without one.</summary>
    /// <exception cref="TrainingException">There are too many.</exception>
    /// <exception cref="Integrations.Delivery.DeliveryException">The index can't be read.</exception>
    public static async Task<IReadOnlyList<LogEntry>> ReadAsync(PineconeDecisionLog log, CancellationToken cancellationToken)
    {
        var entries = new List<LogEntry>();
        await foreach (var sent in log.ReadAllAsync(cancellationToken))
        {
            if (entries.Count == Most)
                throw new TrainingException($"Pinecone holds more than {Most} decisions.");
            var entry = new LoggedDecision
            {
                Run = sent.RunId.Length > 0 ? sent.RunId : sent.Id,
                Timestamp = sent.Timestamp,
                Step = sent.Step,
                Vector = sent.Vector,
                Text = "",
                Agent = sent.Agents[0],
                Agents = sent.Agents,
                Probabilities = sent.Probabilities,
                Propensity = sent.Propensity ?? 1,
                ByRules = sent.ByRules,
                Explored = sent.Explored,
                ModelVersion = sent.ModelVersion,
                Iteration = sent.Iteration,
                QueryLength = sent.QueryLength,
                Outcome = sent is { Outcome: { } outcome, Propensity: not null } ? new DecisionOutcome(outcome, sent.Cost) : null,
            };

            // The index is not ours alone: what the log itself would refuse is passed over.
            if (entry.Problem() is null)
                entries.Add(entry);
        }

        return entries;
    }
}
