using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Integrations.Pinecone;

namespace MctsAspire.MetaControllerService.Training.Imports;

/// <summary>Decisions that Pinecone holds, as entries of a decision log.</summary>
internal static class SentDecisions
{
    private const int Most = 1_000_000;

    /// <summary>All of them.</summary>
    /// <exception cref="TrainingException">There are too many.</exception>
    /// <exception cref="Integrations.Delivery.DeliveryException">The index can't be read.</exception>
    public static async Task<IReadOnlyList<LogEntry>> ReadAsync(PineconeDecisionLog log, CancellationToken cancellationToken)
    {
        var entries = new List<LogEntry>();
        await foreach (var decision in log.ReadAllAsync(cancellationToken))
        {
            if (entries.Count == Most)
                throw new TrainingException($"Pinecone holds more than {Most} decisions.");
            entries.Add(decision);
        }

        return entries;
    }
}
