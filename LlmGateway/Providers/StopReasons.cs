using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Providers;

/// <summary>The reasons to stop as the contracts name them.</summary>
internal static class StopReasons
{
    /// <summary>The model said all that it had to say.</summary>
    public const string Stop = "stop";

    /// <summary>The limit of tokens was reached.</summary>
    public const string Length = "length";

    /// <summary>The model or its filter refused.</summary>
    public const string ContentFilter = "content_filter";

    /// <summary>The reason's name.</summary>
    /// <param name="reason">The reason.</param>
    public static string Name(ChatFinishReason? reason) =>
        reason == ChatFinishReason.Length ? Length : reason == ChatFinishReason.ContentFilter ? ContentFilter : Stop;
}
