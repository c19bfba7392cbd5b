namespace MctsAspire.LlmGateway.Providers;

/// <summary>One call of a language model.</summary>
/// <param name="Messages">The conversation, oldest first.</param>
/// <param name="Temperature">0 to 2; null: the model's own.</param>
/// <param name="MaxTokens">Tokens that may be written; null: the model's own.</param>
/// <param name="Model">The model; null: the configured one.</param>
/// <param name="Schema">The form that the answer must have; null: free text.</param>
/// <param name="Seed">What the call is repeated with; null: nothing.</param>
internal sealed record ChatCall(
    IReadOnlyList<ChatLine> Messages,
    double? Temperature = null,
    int? MaxTokens = null,
    string? Model = null,
    OutputSchema? Schema = null,
    long? Seed = null);
