namespace MctsAspire.Protos.Rest;

/// <summary>Tokens as a language provider counts them.</summary>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
public sealed record TokenUsage(long InputTokens, long OutputTokens);
