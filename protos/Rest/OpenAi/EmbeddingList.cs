using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>The answer to an <see cref="EmbeddingRequest"/>.</summary>
public sealed record EmbeddingList
{
    /// <summary>Always <c>list</c>.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "list";

    /// <summary>The vectors, in the order of the texts.</summary>
    public required IReadOnlyList<EmbeddingItem> Data { get; init; }

    /// <summary>The model as it was asked for; which one it really was stands in the metadata.</summary>
    public required string Model { get; init; }

    /// <summary>The tokens used.</summary>
    public required EmbeddingUsage Usage { get; init; }

    /// <summary>Ours: where the vectors came from.</summary>
    public required ChatMetadata Metadata { get; init; }
}
