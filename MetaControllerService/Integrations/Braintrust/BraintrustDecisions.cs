using System.Globalization;
using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Integrations.Decisions;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Outboxes;

namespace MctsAspire.MetaControllerService.Integrations.Braintrust;

/// <summary>Puts predictions into a project's log. A decision's id is its event's: put there again, it stays one.</summary>
/// <param name="client">The service.</param>
/// <param name="project">The project's name.</param>
internal sealed class BraintrustDecisions(BraintrustClient client, string project) : IDestination
{
    /// <summary>The service's name.</summary>
    public const string Service = "braintrust";

    private const string ProjectId = "project_id";
    private const string ProjectName = "project";

    private static readonly string[] Features =
    [
        "hrm_confidence", "trm_confidence", "mcts_value", "consensus_score", "last_agent_hrm", "last_agent_trm", "last_agent_mcts",
        "iteration_normalized", "query_length_normalized", "has_rag_context",
    ];

    /// <inheritdoc/>
    public string Name => Service;

    /// <inheritdoc/>
    public int MostRecords => BraintrustClient.MostEvents;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> DeliverAsync(
        IReadOnlyList<OutboxRecord> records, IReadOnlyDictionary<string, string> state, string folder, CancellationToken cancellationToken)
    {
        // Of two with one id the later one holds.
        var events = records.Select(SentDecision.Of).GroupBy(decision => decision.Id).Select(same => EventOf(same.Last())).ToList();
        if (!state.TryGetValue(ProjectId, out var id) || state.GetValueOrDefault(ProjectName) != project)
        {
            id = await client.OpenProjectAsync(project, cancellationToken);
            state = new Dictionary<string, string> { [ProjectId] = id, [ProjectName] = project };
        }

        await client.InsertLogsAsync(id, events, cancellationToken);
        return state;
    }

    private static JsonObject EventOf(SentDecision decision)
    {
        var entry = new JsonObject
        {
            ["id"] = decision.Id,
            ["created"] = decision.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["input"] = new JsonObject(Features.Zip(decision.Vector).Select(feature => KeyValuePair.Create(feature.First, (JsonNode?)feature.Second))),
            ["output"] = new JsonObject
            {
                ["agent"] = decision.Agents[0],
                ["agents"] = new JsonArray([.. decision.Agents.Select(agent => (JsonNode?)agent)]),
                ["probs"] = new JsonArray([.. decision.Probabilities.Select(value => (JsonNode?)value)]),
            },
            ["metadata"] = new JsonObject
            {
                ["run_id"] = decision.RunId,
                ["step"] = decision.Step,
                ["model_version"] = decision.ModelVersion,
                ["by_rules"] = decision.ByRules,
                ["explored"] = decision.Explored,
                ["query_length"] = decision.QueryLength,
                ["iteration"] = decision.Iteration,
            },
            ["span_attributes"] = new JsonObject { ["name"] = "predict" },
        };
        var metrics = new JsonObject();
        if (decision.Propensity is { } propensity)
            metrics["propensity"] = propensity;
        if (decision.Cost is { } cost)
            metrics["cost"] = cost;
        if (metrics.Count > 0)
            entry["metrics"] = metrics;
        if (decision.Outcome is { } outcome)
            entry["scores"] = new JsonObject { ["outcome"] = outcome };
        return entry;
    }
}
