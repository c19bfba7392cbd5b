namespace MctsAspire.LlmGateway.Providers.Http;

/// <summary>Makes the one HTTP client of a provider. Its connections are pooled, and renewed so that changes of the name service are seen.</summary>
internal static class UpstreamClient
{
    private static readonly TimeSpan Connect = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>The client. How long a call takes is not its business.</summary>
    /// <param name="failures">The provider's failures.</param>
    /// <param name="settings">How the provider is called.</param>
    /// <param name="time">The clock.</param>
    public static HttpClient Create(ProviderFailures failures, ProviderSettings settings, TimeProvider time)
    {
        // Redirects are not followed: the key must not go where the settings don't say.
        var network = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = Connect,
            PooledConnectionLifetime = Lifetime,
            MaxConnectionsPerServer = settings.Concurrency,
        };

        // A status that comes early in an attempt is told within it, however long its body is.
        var patience = TimeSpan.FromTicks(Math.Min(LongestPatience.Ticks, settings.Timeout.Ticks / 4));
        return new HttpClient(new UpstreamHandler(failures, patience, time) { InnerHandler = network }) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
