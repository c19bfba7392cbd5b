namespace MctsAspire.LlmGateway.Providers;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Content">What is said.</param>
internal readonly record struct ChatLine(ChatRole Role, string Content);
