using System.ComponentModel.DataAnnotations;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>A quote as a model gives it.</summary>
/// <param name="Passage">Number of the passage, from 1.</param>
/// <param name="Text">The quote.</param>
internal sealed record QuoteOutput([property: Range(0, 50)] int Passage, [property: MaxLength(5000)] string Text);
