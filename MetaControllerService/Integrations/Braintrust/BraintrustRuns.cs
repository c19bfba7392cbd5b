using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.MetaControllerService.Integrations.Outboxes;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.MetaControllerService.Integrations.Braintrust;

/// <summary>
/// Makes an experiment of a training run: an event for each step with its metrics, one with the results, one for each file (Braintrust keeps no files, so it is
/// told their names, sizes and hashes). Ids are those of the run's lines, so that what is told again stays one.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="project">The project's name.</param>
/// <param name="logger">Where the page of a run is logged.</param>
internal sealed partial class BraintrustRuns(BraintrustClient client, string project, ILogger<BraintrustRuns> logger) : IDestination
{
    private const string ExperimentId = "experiment_id";

    // What Braintrust compares experiments by: numbers from 0 to 1, of which more is better.
    private static readonly string[] Scores = ["accuracy", "f1", "precision", "recall", "score", "utility"];

    /// <inheritdoc/>
    public string Name => BraintrustDecisions.Service;

    /// <inheritdoc/>
    public int MostRecords => BraintrustClient.MostEvents;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> DeliverAsync(
        IReadOnlyList<OutboxRecord> records, IReadOnlyDictionary<string, string> state, string folder, CancellationToken cancellationToken)
    {
        if (records[0] is { Kind: RunRecords.Start } start)
            state = await OpenAsync(start, cancellationToken);
        if (!state.TryGetValue(ExperimentId, out var id))
            throw new DeliveryException(DeliveryFailure.Refused, "The run's beginning is missing.");

        // A summary is told whole each time, so that of several the last one holds.
        var events = records.Where(record => record.Kind != RunRecords.Start).GroupBy(record => record.Id).Select(same => EventOf(same.Last())).ToList();
        if (events.Count > 0)
            await client.InsertExperimentAsync(id, events, cancellationToken);
        if (records.Any(record => record.Kind == RunRecords.Finish))
        {
            var summary = await client.SummarizeAsync(id, cancellationToken);
            LogPage(summary.Address);
        }

        return state;
    }

    private async Task<IReadOnlyDictionary<string, string>> OpenAsync(OutboxRecord start, CancellationToken cancellationToken)
    {
        var projectId = await client.OpenProjectAsync(project, cancellationToken);
        var experiment = await client.OpenExperimentAsync(
            projectId,
            start.Id,
            $"{start.Data.GetProperty("job_type").GetString()}: {start.Data.GetProperty("name").GetString()}",
            start.Data.GetProperty("config"),
            cancellationToken);
        return new Dictionary<string, string> { [ExperimentId] = experiment };
    }

    private static JsonObject EventOf(OutboxRecord record)
    {
        var entry = new JsonObject
        {
            ["id"] = record.Id,
            ["created"] = UtcTime.Format(record.At),
            ["span_attributes"] = new JsonObject { ["name"] = record.Kind },
        };
        switch (record.Kind)
        {
            case RunRecords.Log:
                entry["input"] = new JsonObject { ["step"] = record.Data.GetProperty("step").GetInt64() };
                AddNumbers(entry, record.Data.GetProperty("metrics"));
                break;
            case RunRecords.Summary:
                entry["input"] = new JsonObject { ["summary"] = true };
                entry["output"] = JsonNode.Parse(record.Data.GetRawText());
                AddNumbers(entry, record.Data);
                break;
            default:
                entry["input"] = new JsonObject { [record.Kind] = record.Id };
                entry["output"] = JsonNode.Parse(record.Data.GetRawText());
                break;
        }

        return entry;
    }

    private static void AddNumbers(JsonObject entry, JsonElement values)
    {
        var (metrics, scores) = (new JsonObject(), new JsonObject());
        foreach (var value in values.EnumerateObject().Where(value => value.Value.ValueKind == JsonValueKind.Number))
        {
            var number = value.Value.GetDouble();
            metrics[value.Name] = number;
            if (number is >= 0 and <= 1 && Scores.Any(name => value.Name.Contains(name, StringComparison.OrdinalIgnoreCase)))
                scores[value.Name] = number;
        }

        if (metrics.Count > 0)
            entry["metrics"] = metrics;
        if (scores.Count > 0)
            entry["scores"] = scores;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Braintrust shows the run at {Page}")]
    private partial void LogPage(string page);
}
