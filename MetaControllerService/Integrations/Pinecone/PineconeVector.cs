using System.Text.Json.Serialization;

namespace MctsAspire.MetaControllerService.Integrations.Pinecone;

/// <summary>A decision as the index holds it.</summary>
/// <param name="Id">The decision's id, 1 to 512 characters.</param>
/// <param name="Values">The ten features, each in [0,1].</param>
/// <param name="Metadata">What is kept beside it; null: nothing, or it was not asked for.</param>
internal sealed record PineconeVector(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("values")] IReadOnlyList<float> Values,
    [property: JsonPropertyName("metadata")] PineconeMetadata? Metadata);
