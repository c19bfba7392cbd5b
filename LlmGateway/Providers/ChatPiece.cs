namespace MctsAspire.LlmGateway.Providers;

/// <summary>A piece of an answer.</summary>
/// <param name="Text">The text; may be empty.</param>
/// <param name="End">What is known at the end: set on the last piece, whose text it leaves empty.</param>
internal sealed record ChatPiece(string Text, ChatResult? End = null);
