using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>A JSON schema that an answer must follow.</summary>
public sealed record ChatJsonSchema
{
    /// <summary>Its name: 1 to 64 letters, digits, _ and -.</summary>
    [CodePoints(1, 64), RegularExpression(Limits.ThreadIdPattern)]
    public required string Name { get; init; }

    /// <summary>What the answer is for; not used.</summary>
    [CodePoints(0, 10_000)]
    public string? Description { get; init; }

    /// <summary>The schema, a JSON object.</summary>
    public required JsonElement Schema { get; init; }

    /// <summary>Whether the answer must follow the schema exactly; it is asked to wherever the provider takes the schema so.</summary>
    public bool? Strict { get; init; }
}
