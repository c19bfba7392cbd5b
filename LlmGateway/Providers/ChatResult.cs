namespace MctsAspire.LlmGateway.Providers;

/// <summary>What a language model answered.</summary>
/// <param name="Text">The text.</param>
/// <param name="StopReason"><c>stop</c>, <c>length</c> or <c>content_filter</c>.</param>
/// <param name="Model">The model that spoke.</param>
/// <param name="InputTokens">Tokens read; 0 when the provider doesn't tell.</param>
/// <param name="OutputTokens">Tokens written; 0 when the provider doesn't tell.</param>
internal sealed record ChatResult(string Text, string StopReason, string Model, int InputTokens, int OutputTokens);
