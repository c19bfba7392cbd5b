namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>Whoever answers as a model.</summary>
internal interface IChatSource
{
    /// <summary>Whether it is the model of this name.</summary>
    bool Is(string model);

    /// <summary>Checks what only this model can say of a request.</summary>
    /// <exception cref="ServiceDefaults.Errors.ValidationException">It asks for something that the model does not offer.</exception>
    void Check(ChatAsk ask);

    /// <summary>Answers.</summary>
    Task<ChatReply> AnswerAsync(ChatAsk ask, CancellationToken cancellationToken);

    /// <summary>Answers in parts.</summary>
    IAsyncEnumerable<ChatPart> StreamAsync(ChatAsk ask, CancellationToken cancellationToken);
}
