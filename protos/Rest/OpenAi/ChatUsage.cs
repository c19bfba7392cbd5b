namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>Tokens as the language provider counts them; 0 where there is none, or where it does not tell.</summary>
/// <param name="PromptTokens">Tokens read.</param>
/// <param name="CompletionTokens">Tokens written.</param>
/// <param name="TotalTokens">Both together.</param>
public sealed record ChatUsage(long PromptTokens, long CompletionTokens, long TotalTokens);
