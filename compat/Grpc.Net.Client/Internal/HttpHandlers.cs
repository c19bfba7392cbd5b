namespace Grpc.Net.Client.Internal;

/// <summary>Makes the handler that holds a channel's connections.</summary>
internal static class HttpHandlers
{
    /// <summary>
    /// Connections that stay open between calls, are watched by pings, and become more when one has as many streams as the server allows.
    /// </summary>
    public static SocketsHttpHandler CreatePrimary() => new()
    {
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        KeepAlivePingDelay = TimeSpan.FromSeconds(60),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
        UseCookies = false,
        AllowAutoRedirect = false,
    };
}
