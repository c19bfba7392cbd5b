using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>The form of an answer.</summary>
public sealed record ChatResponseFormat
{
    /// <summary><c>text</c>, <c>json_object</c> or <c>json_schema</c>.</summary>
    [AllowedValues("text", "json_object", "json_schema")]
    public required string Type { get; init; }

    /// <summary>The schema, for <c>json_schema</c>.</summary>
    public ChatJsonSchema? JsonSchema { get; init; }
}
