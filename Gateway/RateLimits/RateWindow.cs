namespace MctsAspire.Gateway.RateLimits;

/// <summary>How many requests a client may make in a span of time, wherever that span begins.</summary>
/// <param name="Name">What the window is called: <c>second</c>, <c>minute</c>, <c>hour</c> or <c>day</c>, also where its length is set to another.</param>
/// <param name="Limit">Requests at most, at least 1; 0 only for an instance of the Gateway that may let in none by itself.</param>
/// <param name="Length">How long a request counts that was let in.</param>
internal readonly record struct RateWindow(string Name, int Limit, TimeSpan Length);
