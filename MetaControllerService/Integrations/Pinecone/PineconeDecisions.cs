using System.Globalization;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Integrations.Decisions;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Outboxes;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.MetaControllerService.Integrations.Pinecone;

/// <summary>Puts decisions into a Pinecone index. A decision's id is its vector's: put there again, it stays one.</summary>
/// <param name="client">The index.</param>
internal sealed class PineconeDecisions(PineconeClient client) : IDestination
{
    /// <summary>The service's name.</summary>
    public const string Service = "pinecone";

    private bool _isChecked;

    /// <inheritdoc/>
    public string Name => Service;

    /// <inheritdoc/>
    public int MostRecords => PineconeClient.MostVectors;

    /// <summary>Checks that the index is made for our vectors; once is enough.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ConfigurationException">It is not.</exception>
    /// <exception cref="DeliveryException">It doesn't say.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (_isChecked)
            return;
        var dimension = await client.DescribeDimensionAsync(cancellationToken);
        if (dimension != RunFeatures.Dimensions)
        {
            throw new ConfigurationException(
                "PINECONE_HOST",
                string.Create(CultureInfo.InvariantCulture, $"is an index of {(dimension is { } number ? $"{number} dimensions" : "sparse vectors")}, and must be one of {RunFeatures.Dimensions} dimensions: make such an index (cosine is the metric to take), or unset PINECONE_API_KEY"));
        }

        _isChecked = true;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> DeliverAsync(
        IReadOnlyList<OutboxRecord> records, IReadOnlyDictionary<string, string> state, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await CheckAsync(cancellationToken);
        }
        catch (ConfigurationException exception)
        {
            throw new DeliveryException(DeliveryFailure.Misconfigured, exception.Message);
        }

        var vectors = DecisionLines.Read(records).Select(line => VectorOf(line.Id, line.Decision)).ToList();
        await client.UpsertAsync(vectors, cancellationToken);
        return state;
    }

    private static PineconeVector VectorOf(string id, LoggedDecision decision)
    {
        // The index refuses vectors that point nowhere.
        if (decision.Vector.All(value => value == 0))
            throw new DeliveryException(DeliveryFailure.Refused, $"{Service} takes no vector whose numbers are all 0.");
        return new(id, [.. decision.Vector.Select(value => (float)value)], MetadataOf(decision));
    }

    private static PineconeMetadata MetadataOf(LoggedDecision decision) => new()
    {
        Agent = decision.Agent,
        Agents = decision.Agents,
        Probabilities = decision.Probabilities.Count == 0 ? null : [.. decision.Probabilities.Select(value => value.ToString("R", CultureInfo.InvariantCulture))],
        QueryLength = decision.QueryLength,
        Iteration = decision.Iteration,
        Timestamp = UtcTime.Format(decision.Timestamp),
        RunId = decision.Run,
        Step = decision.Step,
        Text = decision.Text,
        ModelVersion = decision.ModelVersion,
        ByRules = decision.ByRules,
        Explored = decision.Explored,
        Propensity = decision.Propensity,
        Outcome = decision.Outcome?.Score,
        Cost = decision.Outcome?.Cost,
    };
}
