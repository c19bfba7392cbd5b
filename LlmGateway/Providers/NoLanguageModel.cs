using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Providers;

/// <summary>Stands where a language model would be when there is none: reasoning is embedded, and everything else is refused.</summary>
internal sealed class NoLanguageModel : IChatClient, IEmbeddingGenerator<string, Embedding<float>>
{
    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw Refusal();

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw Refusal();

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        throw Refusal();

    /// <inheritdoc cref="IChatClient.GetService"/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // It holds nothing.
    }

    private static ConfigurationException Refusal() =>
        new("LLM_PROVIDER", "is embedded, which holds no language model; set it to openai, anthropic or lmstudio for completions and embeddings");
}
