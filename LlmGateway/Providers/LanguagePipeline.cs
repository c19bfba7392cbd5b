using MctsAspire.LlmGateway.Providers.Anthropic;
using MctsAspire.LlmGateway.Providers.Fallback;
using MctsAspire.LlmGateway.Providers.OpenAi;
using MctsAspire.LlmGateway.Resilience;
using MctsAspire.LlmGateway.Telemetry;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Providers;

/// <summary>
/// The one way to language models: the chain of providers, and each provider inside what watches over its calls. From outside in:
/// chain, budgets, resilience, telemetry of one attempt, SDK.
/// </summary>
/// <param name="Chat">Chat with the first of the chain that answers.</param>
/// <param name="Embeddings">Vectors from the first of the chain that has them and answers.</param>
internal sealed record LanguagePipeline(IChatClient Chat, IEmbeddingGenerator<string, Embedding<float>> Embeddings) : IDisposable
{
    /// <summary>Builds the pipeline; no call is made.</summary>
    /// <param name="chain">Who is asked.</param>
    /// <param name="telemetry">The spans and measurements.</param>
    /// <param name="time">The clock.</param>
    /// <param name="pay">Puts what pays around a provider; null: nobody pays.</param>
    public static LanguagePipeline Create(
        LanguageChain chain, LanguageTelemetry telemetry, TimeProvider time, Func<LanguageProvider, ProviderSettings, LanguageProvider>? pay = null)
    {
        if (!chain.Completes)
        {
            var nobody = new NoLanguageModel();
            return new LanguagePipeline(nobody, nobody);
        }

        pay ??= (provider, _) => provider;
        var providers = chain.Providers.Select(settings => pay(Provider(settings, telemetry, time), settings)).ToList();
        return new LanguagePipeline(new FallbackChatClient(providers, telemetry), new FallbackEmbeddings(providers, telemetry));
    }

    /// <summary>Builds one provider's part.</summary>
    /// <param name="settings">How the provider is called.</param>
    /// <param name="telemetry">The spans and measurements.</param>
    /// <param name="time">The clock.</param>
    public static LanguageProvider Provider(ProviderSettings settings, LanguageTelemetry telemetry, TimeProvider time)
    {
        var provider = settings.Name == ProviderSettings.Anthropic ? AnthropicProvider.Create(settings, time) : OpenAiProvider.Create(settings, time);
        var calls = new ProviderCalls(settings, telemetry, time);
        return provider with
        {
            Chat = new ResilientChatClient(new MeasuredChatClient(provider.Chat, settings, telemetry), calls),
            Embeddings = provider.Embeddings is null
                ? null
                : new ResilientEmbeddings(new MeasuredEmbeddings(provider.Embeddings, settings, telemetry), calls, settings.EmbeddingModel!),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Chat.Dispose();
        Embeddings.Dispose();
    }
}
