namespace MctsAspire.LlmGateway.Providers;

/// <summary>Who speaks in a conversation.</summary>
internal enum ChatRole
{
    /// <summary>Whoever gives the rules.</summary>
    System,

    /// <summary>Whoever asks.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
