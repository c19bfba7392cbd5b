using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Providers;

/// <summary>The provider that holds no language model: reasoning is embedded, and everything else is refused.</summary>
internal sealed class EmbeddedProvider : ILanguageProvider
{
    /// <inheritdoc/>
    public string Name => EmbeddedReasoner.ProviderName;

    /// <inheritdoc/>
    public string Model => EmbeddedReasoner.ModelName;

    /// <inheritdoc/>
    public bool Completes => false;

    /// <inheritdoc/>
    public Task<ChatResult> CompleteAsync(ChatCall call, CancellationToken cancellationToken) => throw Refusal();

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatPiece> StreamAsync(ChatCall call, CancellationToken cancellationToken) => throw Refusal();

    /// <inheritdoc/>
    public Task<EmbeddingResult> EmbedAsync(IReadOnlyList<string> texts, string? model, CancellationToken cancellationToken) => throw Refusal();

    private static ConfigurationException Refusal() =>
        new("LLM_PROVIDER", "is embedded, which holds no language model; set it to openai or lmstudio for completions and embeddings");
}
