using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>What a piece of a streamed answer brings.</summary>
/// <param name="Index">Always 0.</param>
/// <param name="Delta">What is added to the message.</param>
/// <param name="FinishReason">Why the answer ends; null before its end.</param>
public sealed record ChatChunkChoice(
    int Index,
    ChatDelta Delta,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason)
{
    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Logprobs { get; }
}
