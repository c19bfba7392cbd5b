using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>A model.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Created">When the service began to offer it, in seconds since 1970.</param>
/// <param name="OwnedBy">Whose it is.</param>
public sealed record ModelInfo(string Id, long Created, string OwnedBy)
{
    /// <summary>Always <c>model</c>.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "model";
}
