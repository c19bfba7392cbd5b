namespace MctsAspire.LlmGateway.Providers;

/// <summary>Where a response came from, as it goes up the pipeline beside it; the model's name is the response's own.</summary>
/// <param name="Provider">The provider that spoke.</param>
/// <param name="Cached">Whether it came from the cache or from the journal.</param>
/// <param name="Replayed">Whether it came from the journal under the caller's key.</param>
/// <param name="CostUsd">What the call cost, in US dollars; null: unknown.</param>
internal sealed record CallOrigin(string Provider, bool Cached = false, bool Replayed = false, double? CostUsd = null);
