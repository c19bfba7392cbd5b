using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>The answer to a <see cref="ChatCompletionRequest"/>.</summary>
public sealed record ChatCompletion
{
    /// <summary>The answer's own id.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>chat.completion</c>.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "chat.completion";

    /// <summary>When it was made, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>The model as it was asked for; who really spoke stands in the metadata.</summary>
    public required string Model { get; init; }

    /// <summary>The answer: always one.</summary>
    public required IReadOnlyList<ChatChoice> Choices { get; init; }

    /// <summary>The tokens used.</summary>
    public required ChatUsage Usage { get; init; }

    /// <summary>Ours: where the answer came from.</summary>
    public required ChatMetadata Metadata { get; init; }
}
