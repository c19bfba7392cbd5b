using System.ClientModel;
using System.ClientModel.Primitives;
using MctsAspire.LlmGateway.Providers.Http;
using OpenAI;

namespace MctsAspire.LlmGateway.Providers.OpenAi;

/// <summary>A server that speaks OpenAI's protocol, called with OpenAI's own SDK.</summary>
internal static class OpenAiProvider
{
    /// <summary>Prepares the clients; no call is made.</summary>
    /// <param name="settings">How the server is called.</param>
    /// <param name="time">The clock.</param>
    public static LanguageProvider Create(ProviderSettings settings, TimeProvider time)
    {
        var failures = new ProviderFailures(settings);
        var http = UpstreamClient.Create(failures, settings, time);
        var options = new OpenAIClientOptions
        {
            // One place decides about retries and time, and it isn't the SDK.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            Transport = new HttpClientPipelineTransport(http),
        };
        if (settings.Address is not null)
            options.Endpoint = settings.Address;
        var client = new OpenAIClient(new ApiKeyCredential(settings.Key.Reveal()), options);
        return new LanguageProvider(
            settings.Name,
            settings.Model,
            new OpenAiChatClient(client, settings, failures, http),
            settings.EmbeddingModel is { } model ? new OpenAiEmbeddings(client, settings.Name, model, failures) : null);
    }
}
