using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>The models that there are: the answer of <c>GET /v1/models</c>.</summary>
/// <param name="Data">The models.</param>
public sealed record ModelList(IReadOnlyList<ModelInfo> Data)
{
    /// <summary>Always <c>list</c>.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "list";
}
