using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Providers;

/// <summary>One who writes language: a name, and what it is called by.</summary>
/// <param name="Name">The provider's name, as <c>openai</c>, <c>anthropic</c> or <c>lmstudio</c>.</param>
/// <param name="Model">The model that answers when the caller names none.</param>
/// <param name="Chat">Chat. It fails with an LlmException, or with the caller's own cancellation.</param>
/// <param name="Embeddings">Vectors; null: the provider has none.</param>
internal sealed record LanguageProvider(string Name, string Model, IChatClient Chat, IEmbeddingGenerator<string, Embedding<float>>? Embeddings) : IDisposable
{
    /// <summary>What /ready shows: provider and model.</summary>
    public string Description => $"{Name} ({Model})";

    /// <inheritdoc/>
    public void Dispose()
    {
        Chat.Dispose();
        Embeddings?.Dispose();
    }
}
