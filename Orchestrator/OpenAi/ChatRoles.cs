namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>Who speaks in a conversation.</summary>
internal static class ChatRoles
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";

    /// <summary>OpenAI's newer name for <see cref="System"/>.</summary>
    public const string Developer = "developer";
}
