using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>What a model answers when it answers, refines or synthesizes.</summary>
/// <param name="Answerable">Whether the passages hold an answer.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Confidence">Probability that it is right.</param>
/// <param name="Quotes">What it rests on.</param>
internal sealed record DraftOutput(
    [property: JsonRequired] bool Answerable,
    [property: JsonRequired, MinLength(1), MaxLength(20_000)] string Answer,
    [property: JsonRequired, Range(0.0, 1.0)] double Confidence,
    [property: JsonRequired, MaxLength(20)] IReadOnlyList<QuoteOutput> Quotes);
