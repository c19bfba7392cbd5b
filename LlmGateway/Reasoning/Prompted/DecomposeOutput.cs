using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>What a model answers when it decomposes.</summary>
/// <param name="SubQuestions">The sub-questions.</param>
internal sealed record DecomposeOutput([property: JsonRequired, MinLength(1), MaxLength(8)] IReadOnlyList<string> SubQuestions);
