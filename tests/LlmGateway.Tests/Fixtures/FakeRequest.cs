namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>What a client sent to a fake server.</summary>
/// <param name="Path">The path.</param>
/// <param name="Authorization">The authorization header.</param>
/// <param name="Body">The body.</param>
internal sealed record FakeRequest(string Path, string Authorization, string Body);
