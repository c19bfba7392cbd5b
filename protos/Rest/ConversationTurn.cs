namespace MctsAspire.Protos.Rest;

/// <summary>One earlier exchange of a conversation.</summary>
public sealed record ConversationTurn
{
    /// <summary>What was asked.</summary>
    [CodePoints(0, Limits.ChatText)]
    public required string Query { get; init; }

    /// <summary>What was answered; may be empty.</summary>
    [CodePoints(0, Limits.ChatText)]
    public required string Response { get; init; }
}
