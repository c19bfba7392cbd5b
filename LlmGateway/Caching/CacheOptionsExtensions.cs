using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Caching;

/// <summary>Says which answers to a call may be given again.</summary>
internal static class CacheOptionsExtensions
{
    private const string Key = "mcts.keep";

    /// <summary>Lets an answer be kept only when it is of use: an answer in a wrong form would be wrong again each time.</summary>
    /// <param name="options">The call's options.</param>
    /// <param name="isUseful">Whether an answer is of use.</param>
    public static ChatOptions KeptWhen(this ChatOptions options, Func<ChatResponse, bool> isUseful)
    {
        (options.AdditionalProperties ??= [])[Key] = isUseful;
        return options;
    }

    /// <summary>Whether an answer may be kept.</summary>
    /// <param name="options">The call's options; may be null.</param>
    /// <param name="response">The answer.</param>
    public static bool Keeps(this ChatOptions? options, ChatResponse response) =>
        options?.AdditionalProperties is not { } properties || !properties.TryGetValue(Key, out Func<ChatResponse, bool>? isUseful) || isUseful(response);
}
