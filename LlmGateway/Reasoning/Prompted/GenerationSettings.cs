using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Rpc;
using MctsAspire.Protos.Llm;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>How freely a model may write, and for whom.</summary>
/// <param name="Temperature">0 to 2.</param>
/// <param name="MaxTokens">Tokens that may be written.</param>
/// <param name="TopP">The share of nucleus sampling; null: the model's own.</param>
/// <param name="Caller">Who calls; null: nobody says.</param>
internal readonly record struct GenerationSettings(double Temperature, int MaxTokens, float? TopP, CallContext? Caller)
{
    /// <summary>What the caller asks for, or the defaults.</summary>
    /// <param name="generation">What the caller says; may be null.</param>
    /// <param name="context">Who calls; may be null.</param>
    public static GenerationSettings From(Generation? generation, CallContext? context) =>
        new(GenerationRules.TemperatureOf(generation), GenerationRules.MaxTokensOf(generation), GenerationRules.TopPOf(generation), context);

    /// <summary>As repeatable as a model can be: for steps that a search takes many times.</summary>
    /// <param name="context">Who calls; may be null.</param>
    public static GenerationSettings Repeatable(CallContext? context) => new(0, GenerationRules.MaxTokensOf(null), null, context);

    /// <summary>The options of a call.</summary>
    /// <param name="form">The form that the answer must have.</param>
    public ChatOptions Options(ChatResponseFormat form) => new ChatOptions
    {
        Temperature = (float)Temperature,
        MaxOutputTokens = MaxTokens,
        TopP = TopP,
        Seed = Caller is { HasSeed: true } ? Caller.Seed : null,
        ResponseFormat = form,
    }.WithCaller(Caller);
}
