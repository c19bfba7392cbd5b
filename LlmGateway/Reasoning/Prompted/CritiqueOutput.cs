using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>What a model answers when it criticises.</summary>
/// <param name="Issues">What is wrong.</param>
/// <param name="Missing">What is left open.</param>
/// <param name="Score">The quality.</param>
internal sealed record CritiqueOutput(
    [property: JsonRequired, MaxLength(20)] IReadOnlyList<string> Issues,
    [property: JsonRequired, MaxLength(20)] IReadOnlyList<string> Missing,
    [property: JsonRequired, Range(0.0, 1.0)] double Score);
