using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>The message of an answer.</summary>
/// <param name="Role">Always <c>assistant</c>.</param>
/// <param name="Content">The text.</param>
public sealed record ChatAnswer(string Role, string Content)
{
    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Refusal { get; }
}
