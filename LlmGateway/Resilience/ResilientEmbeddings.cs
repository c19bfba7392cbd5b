using MctsAspire.LlmGateway.Budget;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Resilience;

/// <summary>Calls a provider's embeddings as the settings say.</summary>
/// <param name="generator">The provider's embeddings.</param>
/// <param name="calls">How they are called.</param>
/// <param name="usualModel">The model when the caller names none.</param>
internal sealed class ResilientEmbeddings(IEmbeddingGenerator<string, Embedding<float>> generator, ProviderCalls calls, string usualModel)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(generator)
{
    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var turn = await calls.EnterAsync(cancellationToken);
        return await calls.RunAsync(options?.ModelId ?? usualModel, attempt => AttemptAsync(values, options, attempt), cancellationToken);
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> AttemptAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options, CancellationToken attempt)
    {
        await options.EnsurePaidAsync(attempt);
        return await InnerGenerator.GenerateAsync(values, options, attempt);
    }
}
