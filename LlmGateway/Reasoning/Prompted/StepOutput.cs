using System.ComponentModel.DataAnnotations;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>A step as a model proposes it.</summary>
/// <param name="Kind"><c>strategy</c>, <c>evidence</c> or <c>conclude</c>.</param>
/// <param name="Text">The strategy's name or the quote.</param>
/// <param name="Passage">Number of the quoted passage, from 1; 0 for other steps.</param>
/// <param name="Prior">How promising it looks.</param>
internal sealed record StepOutput(
    [property: AllowedValues("strategy", "evidence", "conclude")] string Kind,
    [property: MaxLength(5000)] string Text,
    [property: Range(0, 50)] int Passage,
    [property: Range(0.0, 1.0)] double Prior);
