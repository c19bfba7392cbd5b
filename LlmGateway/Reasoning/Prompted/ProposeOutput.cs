using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>What a model answers when it proposes.</summary>
/// <param name="Steps">The steps.</param>
internal sealed record ProposeOutput([property: JsonRequired, MaxLength(60)] IReadOnlyList<StepOutput> Steps);
