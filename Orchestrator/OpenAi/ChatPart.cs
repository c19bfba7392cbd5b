namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>A part of a streamed answer: one of the records below.</summary>
internal abstract record ChatPart
{
    private ChatPart()
    {
    }

    /// <summary>Something that happened, for a comment.</summary>
    /// <param name="Name">What happened, as <c>search_progress</c>.</param>
    /// <param name="Data">More about it.</param>
    internal sealed record Happening(string Name, object Data) : ChatPart;

    /// <summary>Text of the answer.</summary>
    /// <param name="Text">The text.</param>
    internal sealed record Piece(string Text) : ChatPart;

    /// <summary>The end: always the last part of an answer that is whole.</summary>
    /// <param name="Reply">The rest of the text, and what is known now.</param>
    internal sealed record End(ChatReply Reply) : ChatPart;
}
