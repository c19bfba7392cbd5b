using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>A piece of a streamed answer.</summary>
public record ChatCompletionChunk
{
    /// <summary>The answer's id, the same in all its pieces.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>chat.completion.chunk</c>.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "chat.completion.chunk";

    /// <summary>When the answer was begun, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>The model as it was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The piece; empty in the one that tells the usage.</summary>
    public required IReadOnlyList<ChatChunkChoice> Choices { get; init; }

    /// <summary>The tokens used, in the last piece when it was asked for.</summary>
    public virtual ChatUsage? Usage { get; init; }

    /// <summary>Ours: where the answer came from, in the piece that ends it.</summary>
    public ChatMetadata? Metadata { get; init; }
}
