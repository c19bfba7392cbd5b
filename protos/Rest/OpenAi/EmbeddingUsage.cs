namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>Tokens as the language provider counts them; 0 where it does not tell.</summary>
/// <param name="PromptTokens">Tokens read.</param>
/// <param name="TotalTokens">The same.</param>
public sealed record EmbeddingUsage(long PromptTokens, long TotalTokens);
