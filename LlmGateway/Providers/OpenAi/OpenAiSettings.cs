using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Providers.OpenAi;

/// <summary>How a server that speaks OpenAI's protocol is called.</summary>
/// <param name="Name">The provider's name.</param>
/// <param name="Address">Where its API begins; null: OpenAI's own.</param>
/// <param name="Key">The key.</param>
/// <param name="Model">The model for chat.</param>
/// <param name="EmbeddingModel">The model for embeddings.</param>
/// <param name="Timeout">How long one attempt may take.</param>
/// <param name="Retries">Attempts after the first one.</param>
internal sealed record OpenAiSettings(string Name, Uri? Address, Secret Key, string Model, string EmbeddingModel, TimeSpan Timeout, int Retries)
{
    private const string DefaultModel = "gpt-4.1-mini";
    private const string DefaultEmbeddingModel = "text-embedding-3-small";
    private const int DefaultTimeoutSeconds = 60;
    private const int DefaultRetries = 2;
    private const int LmStudioTimeoutSeconds = 300;
    private const int LmStudioRetries = 1;

    /// <summary>OpenAI, or another server at OPENAI_BASE_URL.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="ConfigurationException">They hold no key.</exception>
    public static OpenAiSettings ForOpenAi(FrameworkSettings settings) => new(
        "openai",
        settings.OpenAiBaseUrl,
        settings.OpenAiApiKey ?? throw new ConfigurationException("OPENAI_API_KEY", "is not set, and must be when LLM_PROVIDER is openai"),
        settings.OpenAiModel ?? DefaultModel,
        DefaultEmbeddingModel,
        TimeSpan.FromSeconds(settings.HttpTimeoutSeconds ?? DefaultTimeoutSeconds),
        settings.HttpMaxRetries ?? DefaultRetries);

    /// <summary>LM Studio, which takes any key.</summary>
    /// <param name="settings">The settings.</param>
    public static OpenAiSettings ForLmStudio(FrameworkSettings settings) => new(
        "lmstudio",
        settings.LmStudioBaseUrl,
        new Secret("lm-studio"),
        settings.LmStudioModel,
        settings.LmStudioModel,
        TimeSpan.FromSeconds(settings.HttpTimeoutSeconds ?? LmStudioTimeoutSeconds),
        settings.HttpMaxRetries ?? LmStudioRetries);
}
