namespace MctsAspire.Gateway.RateLimits;

/// <summary>What a client has used of a window.</summary>
/// <param name="Used">Requests that count, with the one that was just let in.</param>
/// <param name="Reset">When the oldest of them stops counting, so that one more is free.</param>
internal readonly record struct WindowUse(int Used, TimeSpan Reset);
