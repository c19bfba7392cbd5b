using Microsoft.Extensions.Hosting;

namespace Aspire.StackExchange.Redis;

/// <summary>A Redis client that was added to an application, for what builds on it.</summary>
/// <param name="hostBuilder">The application.</param>
/// <param name="settings">The client's settings.</param>
/// <param name="serviceKey">The key that it is registered by; null for none.</param>
public sealed class AspireRedisClientBuilder(IHostApplicationBuilder hostBuilder, StackExchangeRedisSettings settings, string? serviceKey)
{
    /// <summary>The application.</summary>
    public IHostApplicationBuilder HostBuilder { get; } = hostBuilder;

    /// <summary>The client's settings.</summary>
    public StackExchangeRedisSettings Settings { get; } = settings;

    /// <summary>The key that it is registered by; null for none.</summary>
    public string? ServiceKey { get; } = serviceKey;
}
