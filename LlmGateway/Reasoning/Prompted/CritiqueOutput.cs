using System.ComponentModel.DataAnnotations;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>What a model answers when it criticises.</summary>
/// <param name="Issues">What is wrong.</param>
/// <param name="Missing">What is left open.</param>
/// <param name="Score">The quality.</param>
internal sealed record CritiqueOutput(
    [property: MaxLength(20)] IReadOnlyList<string> Issues,
    [property: MaxLength(20)] IReadOnlyList<string> Missing,
    [property: Range(0.0, 1.0)] double Score);
