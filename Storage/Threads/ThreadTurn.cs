namespace MctsAspire.Storage.Threads;

/// <summary>One exchange of a conversation.</summary>
/// <param name="RunId">The run that answered.</param>
/// <param name="Query">The question.</param>
/// <param name="Response">The answer in words.</param>
public sealed record ThreadTurn(string RunId, string Query, string Response);
