using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Providers.Fallback;

/// <summary>Asks those providers of a chain that have embeddings, in their order, until one answers.</summary>
/// <param name="chain">The chain.</param>
/// <param name="telemetry">The measurements.</param>
internal sealed class FallbackEmbeddings(IReadOnlyList<LanguageProvider> chain, LanguageTelemetry telemetry) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly LanguageProvider[] _providers = [.. chain.Where(provider => provider.Embeddings is not null)];

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_providers.Length == 0)
        {
            throw new ConfigurationException(
                "LLM_PROVIDER", $"is {chain[0].Name}, which has no embeddings; set it to openai or lmstudio, or name one of them in LLM_FALLBACKS");
        }

        var failures = new List<LlmException>();
        for (var i = 0; ; i++)
        {
            try
            {
                return await _providers[i].Embeddings!.GenerateAsync(values, OptionsFor(i, options), cancellationToken);
            }
            catch (LlmException failure) when (FallbackRules.MovesOn(failure))
            {
                failures.Add(failure);
                if (i + 1 == _providers.Length)
                    throw FallbackRules.Summary(failures);
                telemetry.MovedOn(_providers[i].Name, _providers[i + 1].Name, failure);
            }
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The chat client of the chain disposes the providers.
    }

    private EmbeddingGenerationOptions? OptionsFor(int i, EmbeddingGenerationOptions? options)
    {
        if (_providers[i] == chain[0] || options?.ModelId is null)
            return options;
        var own = options.Clone();
        own.ModelId = null;
        return own;
    }
}
