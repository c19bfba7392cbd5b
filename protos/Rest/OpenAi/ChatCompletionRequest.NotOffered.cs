using System.Text.Json;

namespace MctsAspire.Protos.Rest.OpenAi;

// What OpenAI's API has and this one does not. Clients send many of these with the value that changes nothing, which is accepted.
public sealed partial record ChatCompletionRequest
{
    /// <summary>Not offered; may be 0.</summary>
    public JsonElement? FrequencyPenalty { get; init; }

    /// <summary>Not offered; may be 0.</summary>
    public JsonElement? PresencePenalty { get; init; }

    /// <summary>Not offered; may be empty.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Not offered; may be <c>none</c> or <c>auto</c>.</summary>
    public JsonElement? ToolChoice { get; init; }

    /// <summary>Without tools it has no effect.</summary>
    public JsonElement? ParallelToolCalls { get; init; }

    /// <summary>Not offered; may be empty.</summary>
    public JsonElement? Functions { get; init; }

    /// <summary>Not offered; may be <c>none</c> or <c>auto</c>.</summary>
    public JsonElement? FunctionCall { get; init; }

    /// <summary>Not offered; may be false.</summary>
    public JsonElement? Logprobs { get; init; }

    /// <summary>Not offered; may be 0.</summary>
    public JsonElement? TopLogprobs { get; init; }

    /// <summary>Not offered; may be empty.</summary>
    public JsonElement? LogitBias { get; init; }

    /// <summary>Text alone is offered.</summary>
    public JsonElement? Modalities { get; init; }

    /// <summary>Not offered.</summary>
    public JsonElement? Audio { get; init; }

    /// <summary>Not offered.</summary>
    public JsonElement? Prediction { get; init; }

    /// <summary>Not offered.</summary>
    public JsonElement? ReasoningEffort { get; init; }

    /// <summary>Not offered; may be <c>medium</c>.</summary>
    public JsonElement? Verbosity { get; init; }

    /// <summary>Not offered.</summary>
    public JsonElement? WebSearchOptions { get; init; }

    /// <summary>May be <c>auto</c> or <c>default</c>.</summary>
    public JsonElement? ServiceTier { get; init; }

    /// <summary>Runs are kept anyhow; may be false.</summary>
    public JsonElement? Store { get; init; }

    /// <summary>Not stored; may be empty.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Not used.</summary>
    public JsonElement? SafetyIdentifier { get; init; }

    /// <summary>Not used.</summary>
    public JsonElement? PromptCacheKey { get; init; }
}
