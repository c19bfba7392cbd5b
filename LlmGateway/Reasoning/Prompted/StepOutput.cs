using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>A step as a model proposes it.</summary>
/// <param name="Kind"><c>strategy</c>, <c>evidence</c> or <c>conclude</c>.</param>
/// <param name="Text">The strategy's name or the quote.</param>
/// <param name="Passage">Number of the quoted passage, from 1; 0 for other steps.</param>
/// <param name="Prior">How promising it looks.</param>
internal sealed record StepOutput(
    [property: JsonRequired, AllowedValues("strategy", "evidence", "conclude")] string Kind,
    [property: JsonRequired, MaxLength(5000)] string Text,
    [property: JsonRequired, Range(0, 50)] int Passage,
    [property: JsonRequired, Range(0.0, 1.0)] double Prior);
