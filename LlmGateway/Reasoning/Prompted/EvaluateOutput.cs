using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>What a model answers when it evaluates.</summary>
/// <param name="Value">How well the line answers.</param>
/// <param name="Answerable">Whether it answers at all.</param>
/// <param name="Answer">The answer that it gives.</param>
/// <param name="Confidence">Probability that it is right.</param>
/// <param name="Quotes">What it rests on.</param>
internal sealed record EvaluateOutput(
    [property: JsonRequired, Range(0.0, 1.0)] double Value,
    [property: JsonRequired] bool Answerable,
    [property: JsonRequired, MinLength(1), MaxLength(20_000)] string Answer,
    [property: JsonRequired, Range(0.0, 1.0)] double Confidence,
    [property: JsonRequired, MaxLength(20)] IReadOnlyList<QuoteOutput> Quotes)
{
    /// <summary>The answer by itself.</summary>
    [JsonIgnore]
    public DraftOutput Draft => new(Answerable, Answer, Confidence, Quotes);
}
