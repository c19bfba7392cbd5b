namespace MctsAspire.LlmGateway.Providers;

/// <summary>The form that an answer must have.</summary>
/// <param name="Name">Its name: letters, digits, _ and -.</param>
/// <param name="Json">The JSON schema.</param>
internal sealed record OutputSchema(string Name, BinaryData Json);
