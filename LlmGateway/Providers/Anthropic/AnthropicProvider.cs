using Anthropic;
using Anthropic.Core;
using MctsAspire.LlmGateway.Providers.Http;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Providers.Anthropic;

/// <summary>Anthropic, called with its own SDK. It has no embeddings.</summary>
internal static class AnthropicProvider
{
    // The SDK refuses to wait without a limit of its own; attempts end long before this one.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Prepares the client; no call is made.</summary>
    /// <param name="settings">How the server is called.</param>
    /// <param name="time">The clock.</param>
    public static LanguageProvider Create(ProviderSettings settings, TimeProvider time)
    {
        var failures = new ProviderFailures(settings);
        var http = UpstreamClient.Create(failures, settings, time);

        // One place decides about retries, time and what telemetry holds, and it isn't the SDK.
        var options = new ClientOptions
        {
            ApiKey = settings.Key.Reveal(),
            BaseUrl = (settings.Address?.ToString() ?? EnvironmentUrl.Production).TrimEnd('/'),
            HttpClient = http,
            MaxRetries = 0,
            Timeout = Patience,
            OpenTelemetry = false,
        };
        var client = new AnthropicClient(options).AsIChatClient(settings.Model);
        return new LanguageProvider(settings.Name, settings.Model, new AnthropicChatClient(client, settings, failures, http), Embeddings: null);
    }
}
