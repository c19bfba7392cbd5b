using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Http;
using MctsAspire.MetaControllerService.Integrations.Outboxes;

namespace MctsAspire.MetaControllerService.Integrations.Decisions;

/// <summary>A decision as services outside are told of it. It holds no word of the query.</summary>
internal sealed record SentDecision
{
    private const int LongestPlainId = 200;

    /// <summary>Its id; told twice, the later replaces the earlier.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The run it belongs to.</summary>
    [JsonPropertyName("run_id")]
    public string RunId { get; init; } = "";

    /// <summary>Its place in the run, from 0.</summary>
    [JsonPropertyName("step")]
    public int Step { get; init; }

    /// <summary>The ten features, each in [0,1].</summary>
    [JsonPropertyName("vector")]
    public required IReadOnlyList<double> Vector { get; init; }

    /// <summary>The agents that were chosen, of hrm, trm and mcts: at least one, the first one named first.</summary>
    [JsonPropertyName("agents")]
    public required IReadOnlyList<string> Agents { get; init; }

    /// <summary>P(hrm), P(trm), P(mcts); empty when rules decided.</summary>
    [JsonPropertyName("probs")]
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>Whether the rules decided.</summary>
    [JsonPropertyName("by_rules")]
    public bool ByRules { get; init; }

    /// <summary>Whether chance decided.</summary>
    [JsonPropertyName("explored")]
    public bool Explored { get; init; }

    /// <summary>The version of the model or of the rules.</summary>
    [JsonPropertyName("model_version")]
    public string ModelVersion { get; init; } = "";

    /// <summary>Characters of the query.</summary>
    [JsonPropertyName("query_length")]
    public int QueryLength { get; init; }

    /// <summary>The run's iteration, from 0.</summary>
    [JsonPropertyName("iteration")]
    public int Iteration { get; init; }

    /// <summary>When it was decided.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The probability with which the agent was chosen, in (0,1]; null: not known.</summary>
    [JsonPropertyName("propensity")]
    public double? Propensity { get; init; }

    /// <summary>What came of it, in [0,1]; null: not known yet.</summary>
    [JsonPropertyName("outcome")]
    public double? Outcome { get; init; }

    /// <summary>What it cost; null: not known yet.</summary>
    [JsonPropertyName("cost")]
    public double? Cost { get; init; }

    /// <summary>The decision of a line.</summary>
    /// <param name="record">The line.</param>
    /// <exception cref="DeliveryException">The line holds none, or one that no service can take.</exception>
    public static SentDecision Of(OutboxRecord record)
    {
        try
        {
            if (record.Data.Deserialize<SentDecision>(JsonBody.Options) is { Vector.Count: RunFeatures.Dimensions, Agents.Count: > 0, Id.Length: > 0, Probabilities: not null } decision)
                return decision;
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw new DeliveryException(DeliveryFailure.Refused, "The line is no decision.");
    }

    /// <summary>The id of the decision at a step of a run: what services take for an id, the same each time.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="step">The step.</param>
    public static string IdOf(string runId, int step)
    {
        var plain = runId.Length is > 0 and <= LongestPlainId && runId.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
        return string.Create(CultureInfo.InvariantCulture, $"{(plain ? runId : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(runId))))}:{step}");
    }
}
