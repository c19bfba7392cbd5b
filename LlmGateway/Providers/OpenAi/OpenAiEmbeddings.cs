using Microsoft.Extensions.AI;
using OpenAI;

namespace MctsAspire.LlmGateway.Providers.OpenAi;

/// <summary>Vectors from a server that speaks OpenAI's protocol.</summary>
/// <param name="client">The SDK's client.</param>
/// <param name="provider">The provider's name.</param>
/// <param name="usualModel">The model when the caller names none.</param>
/// <param name="failures">Its failures.</param>
internal sealed class OpenAiEmbeddings(OpenAIClient client, string provider, string usualModel, ProviderFailures failures) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly CallOrigin _origin = new(provider);

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToList();
        var model = options?.ModelId ?? usualModel;
        try
        {
            var vectors = (await client.GetEmbeddingClient(model).GenerateEmbeddingsAsync(texts, cancellationToken: cancellationToken)).Value;
            if (vectors.Count != texts.Count)
                throw failures.Unreadable();
            var name = string.IsNullOrEmpty(vectors.Model) ? model : vectors.Model;
            return new GeneratedEmbeddings<Embedding<float>>(vectors.OrderBy(vector => vector.Index).Select(vector => new Embedding<float>(vector.ToFloats()) { ModelId = name }))
            {
                Usage = new UsageDetails { InputTokenCount = vectors.Usage?.InputTokenCount ?? 0 },
            }.From(_origin);
        }
        catch (Exception exception) when (failures.Describe(exception, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The network belongs to the chat client beside this one.
    }
}
