using System.Text.Json.Serialization;

namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>A failure as OpenAI's clients read it.</summary>
public sealed record OpenAiError
{
    /// <summary>What went wrong, for people.</summary>
    public required string Message { get; init; }

    /// <summary>What kind of failure it is, as <c>invalid_request_error</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The field that the failure is about; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Param { get; init; }

    /// <summary>What went wrong, for machines: one for each <see cref="ErrorCode"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Code { get; init; }
}
