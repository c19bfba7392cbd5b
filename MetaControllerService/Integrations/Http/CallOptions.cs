namespace MctsAspire.MetaControllerService.Integrations.Http;

/// <summary>How services outside are called.</summary>
internal sealed record CallOptions
{
    /// <summary>How long one attempt may take: <c>HTTP_TIMEOUT_SECONDS</c>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts after the first: <c>HTTP_MAX_RETRIES</c>.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The shortest pause before an attempt; it doubles with each.</summary>
    public TimeSpan ShortestWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause before an attempt. A service that asks for a longer one is left alone until then.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);
}
