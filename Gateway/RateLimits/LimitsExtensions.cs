using MctsAspire.Gateway.Forwarding;
using StackExchange.Redis;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>Registers the limits on what a client may ask for.</summary>
internal static class LimitsExtensions
{
    // Times what a request waits for Redis.
    private const int PatienceOfBackground = 40;

    public static void AddRateLimits(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(RateLimitSettings.Load(builder.Configuration, new Destinations(builder.Configuration).All.Count));
        services.AddSingleton<LimitMetrics>();
        services.AddSingleton<LocalLimiter>();
        services.AddHealthChecks().AddCheck<LimiterCheck>("rate_limits");
        if (!GatewayRedis.IsConfigured(builder.Configuration))
        {
            services.AddSingleton<IRequestLimiter>(provider => provider.GetRequiredService<LocalLimiter>());
            return;
        }

        builder.AddGatewayRedis();
        services.AddSingleton(provider => new RedisLimitStore(
            provider.GetRequiredService<IConnectionMultiplexer>,
            Guid.NewGuid().ToString("N"),
            provider.GetRequiredService<RateLimitSettings>().RedisTimeout * PatienceOfBackground));
        services.AddSingleton<SharedLimiter>();
        services.AddSingleton<IRequestLimiter>(provider => provider.GetRequiredService<SharedLimiter>());
        services.AddHostedService(provider => provider.GetRequiredService<SharedLimiter>());
    }
}
