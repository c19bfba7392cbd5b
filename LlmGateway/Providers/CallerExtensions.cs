using MctsAspire.Protos.Llm;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Providers;

/// <summary>Who calls, as it goes down the pipeline beside the options. Providers never see it.</summary>
internal static class CallerExtensions
{
    private const string Key = "mcts.caller";

    /// <summary>Adds the caller to a call's options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="caller">The caller; null: nobody says who calls.</param>
    public static ChatOptions WithCaller(this ChatOptions options, CallContext? caller)
    {
        if (caller is not null)
            (options.AdditionalProperties ??= [])[Key] = caller;
        return options;
    }

    /// <inheritdoc cref="WithCaller(ChatOptions, CallContext)"/>
    public static EmbeddingGenerationOptions WithCaller(this EmbeddingGenerationOptions options, CallContext? caller)
    {
        if (caller is not null)
            (options.AdditionalProperties ??= [])[Key] = caller;
        return options;
    }

    /// <summary>Who calls; null: nobody says.</summary>
    /// <param name="options">The options; may be null.</param>
    public static CallContext? Caller(this ChatOptions? options) => Read(options?.AdditionalProperties);

    /// <inheritdoc cref="Caller(ChatOptions)"/>
    public static CallContext? Caller(this EmbeddingGenerationOptions? options) => Read(options?.AdditionalProperties);

    private static CallContext? Read(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue(Key, out CallContext? caller) ? caller : null;
}
