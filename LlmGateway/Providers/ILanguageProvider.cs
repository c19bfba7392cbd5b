namespace MctsAspire.LlmGateway.Providers;

/// <summary>Who writes language.</summary>
internal interface ILanguageProvider
{
    /// <summary>The provider's name, as <c>embedded</c>, <c>openai</c> or <c>lmstudio</c>.</summary>
    string Name { get; }

    /// <summary>The model's name.</summary>
    string Model { get; }

    /// <summary>Whether it holds a language model; without one every other method fails with a ConfigurationException.</summary>
    bool Completes { get; }

    /// <summary>What /ready shows: provider and model.</summary>
    string Description => Completes ? $"{Name} ({Model})" : Name;

    /// <summary>One completion.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ServiceDefaults.Errors.LlmException">The provider failed.</exception>
    Task<ChatResult> CompleteAsync(ChatCall call, CancellationToken cancellationToken);

    /// <summary>The same in pieces; the last one carries the stop reason and the usage.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ServiceDefaults.Errors.LlmException">The provider failed, or the stream ended before it was complete.</exception>
    IAsyncEnumerable<ChatPiece> StreamAsync(ChatCall call, CancellationToken cancellationToken);

    /// <summary>Vectors for texts, in their order.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="model">The embedding model; null: the configured one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ServiceDefaults.Errors.LlmException">The provider failed.</exception>
    Task<EmbeddingResult> EmbedAsync(IReadOnlyList<string> texts, string? model, CancellationToken cancellationToken);
}
