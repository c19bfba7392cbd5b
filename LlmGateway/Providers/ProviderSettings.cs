using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Providers;

/// <summary>How a provider is called.</summary>
/// <param name="Name">The provider's name.</param>
/// <param name="Address">Where its API begins; null: the provider's own.</param>
/// <param name="Key">The key.</param>
/// <param name="Model">The model for chat.</param>
/// <param name="EmbeddingModel">The model for embeddings; null: the provider has none.</param>
/// <param name="Timeout">How long one attempt may take, and how long a stream may be silent.</param>
/// <param name="Retries">Attempts after the first one.</param>
internal sealed record ProviderSettings(string Name, Uri? Address, Secret Key, string Model, string? EmbeddingModel, TimeSpan Timeout, int Retries)
{
    /// <summary>The name of OpenAI.</summary>
    public const string OpenAi = "openai";

    /// <summary>The name of Anthropic.</summary>
    public const string Anthropic = "anthropic";

    /// <summary>The name of LM Studio.</summary>
    public const string LmStudio = "lmstudio";

    private const string OpenAiModel = "gpt-4.1-mini";
    private const string OpenAiEmbeddingModel = "text-embedding-3-small";
    private const string AnthropicModel = "claude-haiku-5-5";

    /// <summary>The wait before the first retry, when the provider names none; it doubles from one retry to the next.</summary>
    public TimeSpan ShortestWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts. A provider that asks for a longer one is not asked again.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Calls that may be under way at the same time.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>Calls that may wait for their turn.</summary>
    public int Queue { get; init; } = 256;

    /// <summary>The variable that holds the key.</summary>
    public string KeyName => Name == Anthropic ? "ANTHROPIC_API_KEY" : Name == OpenAi ? "OPENAI_API_KEY" : "the server's key";

    /// <summary>The variable that holds the address.</summary>
    public string AddressName => Name == Anthropic ? "ANTHROPIC_BASE_URL" : Name == OpenAi ? "OPENAI_BASE_URL" : "LMSTUDIO_BASE_URL";

    /// <summary>The settings of a provider that holds a language model.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="settings">The variables.</param>
    /// <exception cref="ConfigurationException">They hold no key.</exception>
    public static ProviderSettings For(LlmProvider provider, FrameworkSettings settings)
    {
        var own = provider switch
        {
            LlmProvider.OpenAi => ForOpenAi(settings),
            LlmProvider.Anthropic => ForAnthropic(settings),
            LlmProvider.LmStudio => ForLmStudio(settings),
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "It holds no language model."),
        };
        return own with { Concurrency = settings.LlmMaxConcurrency, Queue = settings.LlmMaxQueue };
    }

    private static ProviderSettings ForOpenAi(FrameworkSettings settings) => new(
        OpenAi,
        settings.OpenAiBaseUrl,
        settings.OpenAiApiKey ?? throw Missing("OPENAI_API_KEY", OpenAi),
        settings.OpenAiModel ?? OpenAiModel,
        OpenAiEmbeddingModel,
        Timeout: Seconds(settings, 60),
        settings.HttpMaxRetries ?? 2);

    private static ProviderSettings ForAnthropic(FrameworkSettings settings) => new(
        Anthropic,
        settings.AnthropicBaseUrl,
        settings.AnthropicApiKey ?? throw Missing("ANTHROPIC_API_KEY", Anthropic),
        settings.AnthropicModel ?? AnthropicModel,
        EmbeddingModel: null,
        Timeout: Seconds(settings, 120),
        settings.HttpMaxRetries ?? 2)
    {
        ShortestWait = TimeSpan.FromSeconds(2),
        LongestWait = TimeSpan.FromSeconds(120),
    };

    // It takes any key.
    private static ProviderSettings ForLmStudio(FrameworkSettings settings) => new(
        LmStudio,
        settings.LmStudioBaseUrl,
        new Secret("lm-studio"),
        settings.LmStudioModel,
        settings.LmStudioModel,
        Timeout: Seconds(settings, 300),
        settings.HttpMaxRetries ?? 1);

    private static TimeSpan Seconds(FrameworkSettings settings, int usual) => TimeSpan.FromSeconds(settings.HttpTimeoutSeconds ?? usual);

    private static ConfigurationException Missing(string variable, string provider) =>
        new(variable, $"is not set, and must be when LLM_PROVIDER or LLM_FALLBACKS names {provider}");
}
