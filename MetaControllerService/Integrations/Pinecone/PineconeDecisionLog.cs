using System.Globalization;
using System.Runtime.CompilerServices;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Integrations.Delivery;

namespace MctsAspire.MetaControllerService.Integrations.Pinecone;

/// <summary>Reads decisions back from the index: all of them as training data, or those of the most similar states.</summary>
/// <param name="client">The index.</param>
internal sealed class PineconeDecisionLog(PineconeClient client)
{
    /// <summary>All decisions of the namespace, in the order of their ids. What others keep in the same namespace is left out.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DeliveryException">The index can't be read.</exception>
    public async IAsyncEnumerable<LoggedDecision> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var vector in client.ReadAllAsync(cancellationToken))
        {
            if (DecisionOf(vector.Id, [.. vector.Values.Select(value => (double)value)], vector.Metadata) is { } decision)
                yield return decision;
        }
    }

    /// <summary>The decisions that were made in the states most similar to a state, the most similar first, with the similarity by the index's metric.</summary>
    /// <param name="vector">The state's ten features.</param>
    /// <param name="count">How many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="DeliveryException">The index can't be asked.</exception>
    public async Task<IReadOnlyList<(LoggedDecision Decision, double Similarity)>> NearestAsync(IReadOnlyList<double> vector, int count, CancellationToken cancellationToken)
    {
        var matches = await client.QueryAsync([.. vector.Select(value => (float)value)], count, cancellationToken);
        return
        [
            .. matches
                .Select(match => (Decision: DecisionOf(match.Id, match.Values, match.Metadata), match.Score))
                .Where(match => match.Decision is not null)
                .Select(match => (match.Decision!, match.Score)),
        ];
    }

    // Decisions that another wrote with the seed's metadata alone lack the rest: a decision of theirs is a run of its own, and its propensity is taken for 1.
    private static LoggedDecision? DecisionOf(string id, IReadOnlyList<double> vector, PineconeMetadata? metadata)
    {
        if (metadata is null || !DateTimeOffset.TryParse(metadata.Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return null;
        var probabilities = (metadata.Probabilities ?? []).Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToList();
        var decision = new LoggedDecision
        {
            Run = metadata.RunId ?? id,
            Step = Count(metadata.Step ?? 0),
            Timestamp = at,
            Vector = vector,
            Text = metadata.Text ?? "",
            Agent = metadata.Agent,
            Agents = metadata.Agents is { Count: > 0 } several ? several : [metadata.Agent],
            Probabilities = probabilities,
            Propensity = metadata.Propensity ?? 1,
            ByRules = metadata.ByRules ?? probabilities.Count == 0,
            Explored = metadata.Explored ?? false,
            ModelVersion = metadata.ModelVersion ?? "",
            Iteration = Count(metadata.Iteration),
            QueryLength = Count(metadata.QueryLength),
            Outcome = metadata.Outcome is { } score ? new DecisionOutcome(score, metadata.Cost) : null,
        };
        return decision.Problem() is null ? decision : null;
    }

    private static int Count(double value) => value is >= 0 and <= int.MaxValue ? (int)value : -1;
}
