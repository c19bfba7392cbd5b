using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Integrations.Decisions;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Outboxes;
using MctsAspire.ServiceDefaults.Texts;

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
        var events = DecisionLines.Read(records).Select(line => EventOf(line.Id, line.Decision)).ToList();
        if (!state.TryGetValue(ProjectId, out var id) || state.GetValueOrDefault(ProjectName) != project)
        {
            id = await client.OpenProjectAsync(project, cancellationToken);
            state = new Dictionary<string, string> { [ProjectId] = id, [ProjectName] = project };
        }

        await client.InsertLogsAsync(id, events, cancellationToken);
        return state;
    }

    private static JsonObject EventOf(string id, LoggedDecision decision)
    {
        var entry = new JsonObject
        {
            ["id"] = id,
            ["created"] = UtcTime.Format(decision.Timestamp),
            ["input"] = new JsonObject(Features.Zip(decision.Vector).Select(feature => KeyValuePair.Create(feature.First, (JsonNode?)feature.Second))),
            ["output"] = new JsonObject
            {
                ["agent"] = decision.Agent,
                ["agents"] = new JsonArray([.. decision.Agents.Select(agent => (JsonNode?)agent)]),
                ["probs"] = new JsonArray([.. decision.Probabilities.Select(value => (JsonNode?)value)]),
            },
            ["metadata"] = new JsonObject
            {
                ["run_id"] = decision.Run,
                ["step"] = decision.Step,
                ["model_version"] = decision.ModelVersion,
                ["by_rules"] = decision.ByRules,
                ["explored"] = decision.Explored,
                ["query_length"] = decision.QueryLength,
                ["iteration"] = decision.Iteration,
            },
            ["span_attributes"] = new JsonObject { ["name"] = "predict" },
        };
        var metrics = new JsonObject { ["propensity"] = decision.Propensity };
        if (decision.Outcome is { } outcome)
        {
            entry["scores"] = new JsonObject { ["outcome"] = outcome.Score };
            if (outcome.Cost is { } cost)
                metrics["cost"] = cost;
        }

        entry["metrics"] = metrics;
        return entry;
    }
}
