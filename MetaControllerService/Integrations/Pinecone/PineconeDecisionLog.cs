using System.Globalization;
using System.Runtime.CompilerServices;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Integrations.Decisions;
using MctsAspire.MetaControllerService.Integrations.Delivery;

namespace MctsAspire.MetaControllerService.Integrations.Pinecone;

/// <summary>Reads decisions back from the index: all of them as training data, or those of the most similar states.</summary>
/// <param name="client">The index.</param>
internal sealed class PineconeDecisionLog(PineconeClient client)
{
    /// <summary>All decisions of the namespace, in the order of their ids. What others keep in the same namespace is left out.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DeliveryException">The index can't be read.</exception>
    public async IAsyncEnumerable<SentDecision> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
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
    public async Task<IReadOnlyList<(SentDecision Decision, double Similarity)>> NearestAsync(IReadOnlyList<double> vector, int count, CancellationToken cancellationToken)
    {
        var matches = await client.QueryAsync([.. vector.Select(value => (float)value)], count, cancellationToken);
        return
        [
            .. matches
                .Select(match => (Decision: DecisionOf(match.Id, [], match.Metadata), match.Score))
                .Where(match => match.Decision is not null)
                .Select(match => (match.Decision!, match.Score)),
        ];
    }

    private static SentDecision? DecisionOf(string id, double[] vector, PineconeMetadata? metadata)
    {
        if (metadata is null || vector.Length is not (0 or RunFeatures.Dimensions)
            || !DateTimeOffset.TryParse(metadata.Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return null;
        }

        var agents = metadata.Agents is { Count: > 0 } several ? several : [metadata.Agent];
        var probabilities = (metadata.Probabilities ?? []).Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToList();
        if (agents.Any(agent => AgentNames.Find(agent) is null) || probabilities.Exists(value => value is not (>= 0 and <= 1)) || Count(metadata.Iteration) is not { } iteration || Count(metadata.QueryLength) is not { } length)
            return null;
        return new SentDecision
        {
            Id = id,
            RunId = metadata.RunId ?? "",
            Step = Count(metadata.Step ?? 0) ?? 0,
            Vector = vector,
            Agents = agents,
            Probabilities = probabilities,
            ByRules = metadata.ByRules ?? probabilities.Count == 0,
            Explored = metadata.Explored ?? false,
            ModelVersion = metadata.ModelVersion ?? "",
            QueryLength = length,
            Iteration = iteration,
            Timestamp = at,
            Propensity = metadata.Propensity,
            Outcome = metadata.Outcome,
            Cost = metadata.Cost,
        };
    }

    private static int? Count(double value) => value is >= 0 and <= int.MaxValue ? (int)value : null;
}
