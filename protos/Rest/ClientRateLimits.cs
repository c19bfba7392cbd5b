namespace MctsAspire.Protos.Rest;

/// <summary>How many requests a client may make.</summary>
/// <param name="PerSecond">In any second.</param>
/// <param name="PerMinute">In any minute.</param>
/// <param name="PerHour">In any hour.</param>
/// <param name="PerDay">In any 24 hours.</param>
public sealed record ClientRateLimits(int PerSecond, int PerMinute, int PerHour, int PerDay);
