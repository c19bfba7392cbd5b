using System.Text.Json;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>One message of a conversation.</summary>
public sealed record ChatCompletionMessage
{
    /// <summary><c>system</c>, <c>developer</c> (the same), <c>user</c> or <c>assistant</c>.</summary>
    [CodePoints(1, 50)]
    public required string Role { get; init; }

    /// <summary>A text, or an array of parts <c>{"type": "text", "text": …}</c>, which are joined.</summary>
    public JsonElement? Content { get; init; }

    /// <summary>The speaker's name; not used.</summary>
    [CodePoints(0, 200)]
    public string? Name { get; init; }

    /// <summary>As assistants' messages bring it; must be null.</summary>
    public JsonElement? Refusal { get; init; }

    /// <summary>As assistants' messages bring it; may be empty.</summary>
    public JsonElement? Annotations { get; init; }

    /// <summary>Not offered; must be null.</summary>
    public JsonElement? Audio { get; init; }

    /// <summary>Not offered; must be null.</summary>
    public JsonElement? FunctionCall { get; init; }

    /// <summary>Not offered; may be empty.</summary>
    public JsonElement? ToolCalls { get; init; }

    /// <summary>Not offered; must be null.</summary>
    public JsonElement? ToolCallId { get; init; }
}
