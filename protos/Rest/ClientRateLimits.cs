namespace MctsAspire.Protos.Rest;

/// <summary>How many requests a client may make.</summary>
/// <param name="PerSecond">In any second.</param>
/// <param name="PerMinute">In any minute.</param>
/// <param name="PerHour">In any hour.</param>
/// <param name="PerDay">In any 24 hours.</param>
/// <param name="IterationsPerDay">Iterations of searches on one day, by UTC; null: as many as the client likes.</param>
/// <param name="TokensPerDay">Tokens of language models on one day, by UTC; null: as many as the client likes.</param>
public sealed record ClientRateLimits(int PerSecond, int PerMinute, int PerHour, int PerDay, long? IterationsPerDay = null, long? TokensPerDay = null);
