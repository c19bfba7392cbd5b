namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>The text of a document.</summary>
/// <param name="Value">The text.</param>
public sealed record DocumentText(string Value);
