using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>Texts to embed: the body of <c>POST /v1/embeddings</c>.</summary>
public sealed record EmbeddingRequest
{
    /// <summary>Always <c>direct</c>: the language provider's embedding model.</summary>
    [CodePoints(1, 200)]
    public required string Model { get; init; }

    /// <summary>A text, or an array of 1 to 2,048 texts.</summary>
    public required JsonElement Input { get; init; }

    /// <summary><c>float</c> (an array of numbers) or <c>base64</c> (little-endian 32-bit floats); absent: <c>float</c>.</summary>
    [AllowedValues("float", "base64")]
    public string? EncodingFormat { get; init; }

    /// <summary>Not offered; must be null.</summary>
    public JsonElement? Dimensions { get; init; }

    /// <summary>The caller's own name for its user; not used.</summary>
    [CodePoints(0, 512)]
    public string? User { get; init; }
}
