using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>A quote as a model gives it.</summary>
/// <param name="Passage">Number of the passage, from 1.</param>
/// <param name="Text">The quote.</param>
internal sealed record QuoteOutput([property: JsonRequired, Range(0, 50)] int Passage, [property: JsonRequired, MaxLength(5000)] string Text);
