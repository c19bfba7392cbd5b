using System.Text.Json.Serialization;

namespace MctsAspire.MetaControllerService.Integrations.Pinecone;

/// <summary>
/// What is kept of a decision beside its vector. The index takes texts, numbers, booleans and lists of texts: numbers come back as floating-point numbers, and the
/// probabilities are kept as texts, since it takes no lists of numbers.
/// </summary>
internal sealed record PineconeMetadata
{
    /// <summary>The agent that was chosen.</summary>
    [JsonPropertyName("agent")]
    public string Agent { get; init; } = "";

    /// <summary>All agents that were chosen, when several work side by side.</summary>
    [JsonPropertyName("agents")]
    public IReadOnlyList<string>? Agents { get; init; }

    /// <summary>P(hrm), P(trm), P(mcts) as texts; null when rules decided.</summary>
    [JsonPropertyName("probs")]
    public IReadOnlyList<string>? Probabilities { get; init; }

    /// <summary>Characters of the query.</summary>
    [JsonPropertyName("query_length")]
    public double QueryLength { get; init; }

    /// <summary>The run's iteration.</summary>
    [JsonPropertyName("iteration")]
    public double Iteration { get; init; }

    /// <summary>When it was decided, in ISO 8601.</summary>
    [JsonPropertyName("timestamp")]
    public string Timestamp { get; init; } = "";

    /// <summary>The decision's place in the run.</summary>
    [JsonPropertyName("step")]
    public double? Step { get; init; }

    /// <summary>The run.</summary>
    [JsonPropertyName("run_id")]
    public string? RunId { get; init; }

    /// <summary>The state in words.</summary>
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>The version of the model or of the rules.</summary>
    [JsonPropertyName("model_version")]
    public string? ModelVersion { get; init; }

    /// <summary>Whether the rules decided.</summary>
    [JsonPropertyName("by_rules")]
    public bool? ByRules { get; init; }

    /// <summary>Whether chance decided.</summary>
    [JsonPropertyName("explored")]
    public bool? Explored { get; init; }

    /// <summary>The probability with which the agent was chosen.</summary>
    [JsonPropertyName("propensity")]
    public double? Propensity { get; init; }

    /// <summary>What came of it, in [0,1].</summary>
    [JsonPropertyName("outcome")]
    public double? Outcome { get; init; }

    /// <summary>What it cost.</summary>
    [JsonPropertyName("cost")]
    public double? Cost { get; init; }
}
