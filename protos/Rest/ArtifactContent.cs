using System.Text.Json;
using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest;

/// <summary>A stored result with its content: the answer of <c>GET /artifacts/{id}</c>.</summary>
/// <param name="ArtifactId">Its id.</param>
/// <param name="Name">What it is: <c>search</c>.</param>
/// <param name="StoredAt">When it was stored.</param>
/// <param name="StoredBytes">Bytes that it takes in the store.</param>
/// <param name="Content">The result, written as it is stored, byte for byte.</param>
public sealed record ArtifactContent(
    string ArtifactId,
    string Name,
    DateTimeOffset StoredAt,
    long StoredBytes,
    [property: JsonConverter(typeof(VerbatimJsonConverter))] JsonElement Content);
