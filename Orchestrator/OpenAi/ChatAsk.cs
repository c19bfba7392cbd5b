using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest.OpenAi;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>A request for a completion, read and checked.</summary>
internal sealed record ChatAsk
{
    /// <summary>The request as it came, for the fields that need no reading.</summary>
    public required ChatCompletionRequest Request { get; init; }

    /// <summary>Who asks.</summary>
    public required string ClientId { get; init; }

    /// <summary>The conversation, oldest first.</summary>
    public required IReadOnlyList<ChatLine> Lines { get; init; }

    /// <summary>What in the user's messages, as they came, looks like an attempt to steer a model; null: nothing.</summary>
    public required IReadOnlyList<string>? InputSignals { get; init; }

    /// <summary>Tokens that a language model may write.</summary>
    public required int? MaxTokens { get; init; }

    /// <summary>Iterations of the search.</summary>
    public required int? Iterations { get; init; }

    /// <summary>Texts before the first of which the answer ends.</summary>
    public required IReadOnlyList<string> Stop { get; init; }

    /// <summary>The form of the answer; null: free text.</summary>
    public required OutputForm? Form { get; init; }
}
