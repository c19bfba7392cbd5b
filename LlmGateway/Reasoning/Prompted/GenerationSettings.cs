using MctsAspire.LlmGateway.Rpc;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>How freely a model may write.</summary>
/// <param name="Temperature">0 to 2.</param>
/// <param name="MaxTokens">Tokens that may be written.</param>
/// <param name="Seed">What the call is repeated with; null: nothing.</param>
internal readonly record struct GenerationSettings(double Temperature, int MaxTokens, long? Seed)
{
    /// <summary>What the caller asks for, or the defaults.</summary>
    /// <param name="generation">What the caller says; may be null.</param>
    /// <param name="context">Who calls; may be null.</param>
    public static GenerationSettings From(Generation? generation, CallContext? context) =>
        new(GenerationRules.TemperatureOf(generation), GenerationRules.MaxTokensOf(generation), context is { HasSeed: true } ? context.Seed : null);

    /// <summary>As repeatable as a model can be: for steps that a search takes many times.</summary>
    /// <param name="context">Who calls; may be null.</param>
    public static GenerationSettings Repeatable(CallContext? context) => new(0, GenerationRules.MaxTokensOf(null), context is { HasSeed: true } ? context.Seed : null);
}
