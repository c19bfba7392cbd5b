using System.ComponentModel.DataAnnotations;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>What a model answers when it evaluates.</summary>
/// <param name="Value">How well the line answers.</param>
/// <param name="Answerable">Whether it answers at all.</param>
/// <param name="Answer">The answer that it gives.</param>
/// <param name="Confidence">Probability that it is right.</param>
/// <param name="Quotes">What it rests on.</param>
internal sealed record EvaluateOutput(
    [property: Range(0.0, 1.0)] double Value,
    bool Answerable,
    [property: MinLength(1), MaxLength(20_000)] string Answer,
    [property: Range(0.0, 1.0)] double Confidence,
    [property: MaxLength(20)] IReadOnlyList<QuoteOutput> Quotes);
