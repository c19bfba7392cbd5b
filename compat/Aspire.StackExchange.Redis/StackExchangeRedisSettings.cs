namespace Aspire.StackExchange.Redis;

/// <summary>How a Redis client connects and what it reports. Bound from the configuration section <c>Aspire:StackExchange:Redis</c>.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>Addresses and options in StackExchange.Redis's own form; <c>ConnectionStrings:name</c> wins over it.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether the client goes without a health check.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether commands make no spans.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether the client connects only when it is first asked for; otherwise when the application starts.</summary>
    public bool DisableAutoActivation { get; set; } = true;
}
