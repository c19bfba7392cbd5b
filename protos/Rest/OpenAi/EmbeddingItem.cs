using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>The vector of one text.</summary>
/// <param name="Index">The text's place in the request, from 0.</param>
/// <param name="Embedding">An array of numbers, or a text in base64.</param>
public sealed record EmbeddingItem(int Index, object Embedding)
{
    /// <summary>Always <c>embedding</c>.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "embedding";
}
