using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>A piece of a streamed answer whose client asked for the usage: OpenAI's API then has the field in every piece, and nothing in it before the last one.</summary>
public sealed record MeteredChatCompletionChunk : ChatCompletionChunk
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public override ChatUsage? Usage { get; init; }
}
