using StackExchange.Redis;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>Registers the limits on what a client may ask for.</summary>
internal static class LimitsExtensions
{
    private const string Connection = "redis";
    private const int ConnectMilliseconds = 1000;

    public static void AddRateLimits(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(RateLimitSettings.Load(builder.Configuration));
        services.AddSingleton<LimitMetrics>();
        services.AddSingleton<LocalLimiter>();
        services.AddHealthChecks().AddCheck<LimiterCheck>("rate_limits");
        if (string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(Connection)))
        {
            services.AddSingleton<IRequestLimiter>(provider => provider.GetRequiredService<LocalLimiter>());
            return;
        }

        builder.AddRedisClient(
            Connection,
            settings =>
            {
                // Redis may be away while the Gateway is ready, and a span for each request's question would be most of all spans.
                settings.DisableHealthChecks = true;
                settings.DisableTracing = true;
            },
            options =>
            {
                options.AbortOnConnectFail = false;
                options.ConnectTimeout = Math.Min(options.ConnectTimeout, ConnectMilliseconds);
                options.ReconnectRetryPolicy = new LinearRetry(ConnectMilliseconds / 2);
            });
        services.AddSingleton(provider => new RedisLimitStore(provider.GetRequiredService<IConnectionMultiplexer>, Guid.NewGuid().ToString("N")));
        services.AddSingleton<SharedLimiter>();
        services.AddSingleton<IRequestLimiter>(provider => provider.GetRequiredService<SharedLimiter>());
        services.AddHostedService(provider => provider.GetRequiredService<SharedLimiter>());
    }
}
