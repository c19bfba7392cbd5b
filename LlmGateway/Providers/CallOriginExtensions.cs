using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Providers;

/// <summary>Reads and writes where responses came from.</summary>
internal static class CallOriginExtensions
{
    private const string Key = "mcts.origin";

    /// <summary>Where a response came from; null: nobody has said so yet.</summary>
    /// <param name="response">The response.</param>
    public static CallOrigin? Origin(this ChatResponse response) => Read(response.AdditionalProperties);

    /// <inheritdoc cref="Origin(ChatResponse)"/>
    public static CallOrigin? Origin(this ChatResponseUpdate response) => Read(response.AdditionalProperties);

    /// <inheritdoc cref="Origin(ChatResponse)"/>
    public static CallOrigin? Origin(this GeneratedEmbeddings<Embedding<float>> response) => Read(response.AdditionalProperties);

    /// <summary>Says where a response came from.</summary>
    /// <param name="response">The response.</param>
    /// <param name="origin">Where from.</param>
    public static ChatResponse From(this ChatResponse response, CallOrigin origin)
    {
        (response.AdditionalProperties ??= [])[Key] = origin;
        return response;
    }

    /// <inheritdoc cref="From(ChatResponse, CallOrigin)"/>
    public static ChatResponseUpdate From(this ChatResponseUpdate response, CallOrigin origin)
    {
        (response.AdditionalProperties ??= [])[Key] = origin;
        return response;
    }

    /// <inheritdoc cref="From(ChatResponse, CallOrigin)"/>
    public static GeneratedEmbeddings<Embedding<float>> From(this GeneratedEmbeddings<Embedding<float>> response, CallOrigin origin)
    {
        (response.AdditionalProperties ??= [])[Key] = origin;
        return response;
    }

    private static CallOrigin? Read(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue(Key, out CallOrigin? origin) ? origin : null;
}
