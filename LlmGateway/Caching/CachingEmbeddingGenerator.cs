using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Caching;

/// <summary>Gives vectors that are known from the cache, and asks once when many ask for the same at the same time.</summary>
/// <param name="inner">Who makes vectors that are not known.</param>
/// <param name="providers">The providers that may make them, in their order.</param>
/// <param name="cache">The vectors.</param>
/// <param name="time">The clock.</param>
internal sealed class CachingEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner, string providers, AnswerCache<CachedVectors> cache, TimeProvider time)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    private readonly Flights<string, Task<GeneratedEmbeddings<Embedding<float>>>> _calls = new(call => call, TimeSpan.Zero, time);

    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values as IReadOnlyCollection<string> ?? [.. values];
        var key = CanonicalRequest.KeyOf(providers, texts, options);
        if (cache.FindInMemory(key) is { } known)
            return known.ToResponse();

        using var seat = _calls.Join(key, token => Task.Run(() => AskAsync(key, texts, options, token), CancellationToken.None));
        if (!seat.IsFirst)
            cache.Shared();
        try
        {
            var vectors = await seat.Work.WaitAsync(cancellationToken);
            return seat.IsFirst ? vectors : CachedVectors.Of(vectors)?.ToResponse() ?? vectors;
        }
        catch (BudgetException) when (!seat.IsFirst)
        {
            // Whoever asked first could not pay, which is nobody else's matter: who came after asks for himself.
            return await AskAsync(key, texts, options, cancellationToken);
        }
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> AskAsync(
        string key, IReadOnlyCollection<string> texts, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        if (await cache.FindInStoreAsync(key, cancellationToken) is { } known)
            return known.ToResponse();
        var vectors = await base.GenerateAsync(texts, options, cancellationToken);
        if (CachedVectors.Of(vectors) is { } answer)
            await cache.KeepAsync(key, answer);
        return vectors;
    }
}
