namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>One message of a conversation, read.</summary>
/// <param name="Role">One of <see cref="ChatRoles"/>.</param>
/// <param name="Text">What is said.</param>
internal readonly record struct ChatLine(string Role, string Text);
