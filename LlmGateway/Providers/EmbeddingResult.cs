namespace MctsAspire.LlmGateway.Providers;

/// <summary>Vectors for texts.</summary>
/// <param name="Vectors">One a text, in their order.</param>
/// <param name="Model">The model that made them.</param>
/// <param name="InputTokens">Tokens read; 0 when the provider doesn't tell.</param>
internal sealed record EmbeddingResult(IReadOnlyList<ReadOnlyMemory<float>> Vectors, string Model, int InputTokens);
