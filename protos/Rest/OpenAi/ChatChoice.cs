using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>One answer.</summary>
/// <param name="Index">Always 0.</param>
/// <param name="Message">The message.</param>
/// <param name="FinishReason">Why it ends: <c>stop</c>, <c>length</c> or <c>content_filter</c>.</param>
public sealed record ChatChoice(int Index, ChatAnswer Message, string FinishReason)
{
    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Logprobs { get; }
}
