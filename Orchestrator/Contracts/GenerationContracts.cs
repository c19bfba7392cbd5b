using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Contracts;

/// <summary>How freely a language model may write, as LlmGateway is told.</summary>
internal static class GenerationContracts
{
    /// <summary>What was asked for; null when nothing was.</summary>
    public static Generation? Of(double? temperature, int? maxTokens, double? topP)
    {
        if (temperature is null && maxTokens is null && topP is null)
            return null;

        var generation = new Generation();
        if (temperature is { } asked)
            generation.Temperature = asked;
        if (maxTokens is { } tokens)
            generation.MaxTokens = tokens;
        if (topP is { } nucleus)
            generation.TopP = nucleus;
        return generation;
    }
}
