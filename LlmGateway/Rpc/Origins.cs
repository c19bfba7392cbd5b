using MctsAspire.LlmGateway.Providers;
using MctsAspire.Protos.Llm;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Rpc;

/// <summary>Tells callers who really spoke.</summary>
internal static class Origins
{
    /// <summary>The origin of a response.</summary>
    /// <param name="origin">What the pipeline says.</param>
    /// <param name="model">The model that spoke.</param>
    /// <param name="usage">The tokens; null: unknown.</param>
    /// <param name="isDeterministic">Whether the same request gives the same response always.</param>
    public static Origin Of(CallOrigin? origin, string? model, UsageDetails? usage, bool isDeterministic)
    {
        var told = new Origin
        {
            Provider = origin?.Provider ?? "",
            Model = model ?? "",
            Usage = new Usage { InputTokens = Tokens(usage?.InputTokenCount), OutputTokens = Tokens(usage?.OutputTokenCount) },
            Deterministic = isDeterministic,
            Cached = origin?.Cached ?? false,
            Replayed = origin?.Replayed ?? false,
        };
        if (origin?.CostUsd is { } cost)
            told.CostUsd = cost;
        return told;
    }

    private static int Tokens(long? tokens) => (int)Math.Clamp(tokens ?? 0, 0, int.MaxValue);
}
