using System.ComponentModel.DataAnnotations;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>What a model answers when it decomposes.</summary>
/// <param name="SubQuestions">The sub-questions.</param>
internal sealed record DecomposeOutput([property: MinLength(1), MaxLength(8)] IReadOnlyList<string> SubQuestions);
