using System.Diagnostics;
using MctsAspire.LlmGateway.Providers;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Telemetry;

/// <summary>Puts each attempt at a provider's embeddings into a span and measures it.</summary>
/// <param name="generator">The provider's embeddings.</param>
/// <param name="settings">How the provider is called.</param>
/// <param name="telemetry">The spans and measurements.</param>
internal sealed class MeasuredEmbeddings(IEmbeddingGenerator<string, Embedding<float>> generator, ProviderSettings settings, LanguageTelemetry telemetry)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(generator)
{
    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? settings.EmbeddingModel ?? settings.Model;
        using var span = telemetry.StartAttempt(GenAi.Embeddings, settings, model);
        var tags = new TagList { { GenAi.Operation, GenAi.Embeddings }, { GenAi.Provider, settings.Name }, { GenAi.RequestModel, telemetry.Models.Of(model) } };
        var start = telemetry.Time.GetTimestamp();
        try
        {
            var vectors = await base.GenerateAsync(values, options, cancellationToken);
            telemetry.Attempted(tags, start, null);
            telemetry.Used(tags, vectors.Usage);
            span?.SetTag("gen_ai.usage.input_tokens", vectors.Usage?.InputTokenCount);
            return vectors;
        }
        catch (Exception exception)
        {
            telemetry.Attempted(tags, start, exception);
            var type = LanguageTelemetry.ErrorType(exception);
            span?.SetTag(GenAi.Error, type).SetStatus(ActivityStatusCode.Error, type);
            throw;
        }
    }
}
