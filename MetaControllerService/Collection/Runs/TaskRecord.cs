using System.Text.Json.Serialization;
using MctsAspire.MetaControllerService.Collection.Tasks;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>One line of the log: a task, what every agent made of it, the states in between, and what the logging policy chose.</summary>
internal sealed record TaskRecord
{
    /// <summary>The name of the start among the states.</summary>
    public const string Start = "start";

    /// <summary>The whole graph under the router that the service had, a search included.</summary>
    public const string Graph = "graph";

    /// <summary>The same without a search.</summary>
    public const string GraphWithoutSearch = "graph_without_search";

    /// <summary>The task's id.</summary>
    public required string Task { get; init; }

    /// <summary>What it asks for.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<TaskKind>))]
    public required TaskKind Kind { get; init; }

    /// <summary>What it is for.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<TaskPart>))]
    public required TaskPart Part { get; init; }

    /// <summary>The question.</summary>
    public required string Query { get; init; }

    /// <summary>What was measured of <c>hrm</c>, <c>trm</c>, <c>mcts</c>, <c>graph</c> and <c>graph_without_search</c>.</summary>
    public required IReadOnlyDictionary<string, AgentOutcome> Outcomes { get; init; }

    /// <summary>The states: <c>start</c>, and by its name the state after each agent.</summary>
    public required IReadOnlyDictionary<string, StateRecord> States { get; init; }

    /// <summary>A run of the policy that logged: each agent with the same probability, twice.</summary>
    public required IReadOnlyList<LoggedChoice> Logged { get; init; }

    /// <summary>What was measured of an agent.</summary>
    public AgentOutcome Of(Agent agent) => Outcomes[agent.Name()];

    /// <summary>The states of a run that has come to the state after <paramref name="first"/>; null: to the start.</summary>
    public RunFeatures[] Sequence(Agent? first) => first is { } agent
        ? StateRecord.ToFeatures(States[Start], States[agent.Name()])
        : StateRecord.ToFeatures(States[Start]);
}
