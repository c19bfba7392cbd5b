using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Rpc;

/// <summary>How freely a language model writes when the caller doesn't say.</summary>
internal static class GenerationRules
{
    private const double DefaultTemperature = 0.5;
    private const int DefaultMaxTokens = 1500;

    /// <summary>The temperature, 0 to 2.</summary>
    /// <param name="generation">What the caller says; may be null.</param>
    public static double TemperatureOf(Generation? generation) => generation is { HasTemperature: true } ? generation.Temperature : DefaultTemperature;

    /// <summary>Tokens that may be written.</summary>
    /// <param name="generation">What the caller says; may be null.</param>
    public static int MaxTokensOf(Generation? generation) => generation is { HasMaxTokens: true } ? generation.MaxTokens : DefaultMaxTokens;

    /// <summary>The share of nucleus sampling; null: the model's own.</summary>
    /// <param name="generation">What the caller says; may be null.</param>
    public static float? TopPOf(Generation? generation) => generation is { HasTopP: true } ? (float)generation.TopP : null;

    /// <summary>Whether a model is taken to answer the same again.</summary>
    /// <param name="temperature">The temperature.</param>
    public static bool IsDeterministic(double temperature) => temperature <= 0;
}
