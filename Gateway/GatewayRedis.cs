using MctsAspire.ServiceDefaults.Errors;
using StackExchange.Redis;

namespace MctsAspire.Gateway;

/// <summary>The connection to Redis that all parts of the Gateway share.</summary>
internal static class GatewayRedis
{
    private const string ConnectionName = "redis";
    private const int ConnectMilliseconds = 1000;

    /// <summary>Whether <c>ConnectionStrings__redis</c> is set.</summary>
    public static bool IsConfigured(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration.GetConnectionString(ConnectionName));

    /// <summary>Registers the <see cref="IConnectionMultiplexer"/>, once however many parts ask for it. Every part says by itself in <c>/ready</c> how it does without the server, so that losing it does not close the front door.</summary>
    public static void AddGatewayRedis(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(IConnectionMultiplexer)))
            return;
        RequireSense(builder.Configuration.GetConnectionString(ConnectionName)!);
        builder.AddRedisClient(
            ConnectionName,
            settings =>
            {
                settings.DisableHealthChecks = true;
                // A span for each request's question would be most of all spans.
                settings.DisableTracing = true;
            },
            Configure);
    }

    /// <summary>Sets what holds for every connection: a server that is not there is waited for in the background.</summary>
    public static void Configure(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = Math.Min(options.ConnectTimeout, ConnectMilliseconds);
        options.ReconnectRetryPolicy = new LinearRetry(ConnectMilliseconds / 2);
    }

    // Whether the server is there is another question, which the start does not wait for.
    private static void RequireSense(string connection)
    {
        try
        {
            if (ConfigurationOptions.Parse(connection).EndPoints.Count > 0)
                return;
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or OverflowException)
        {
            // Told below, without the message: it repeats parts of what may be a password.
        }

        throw new ConfigurationException(
            $"ConnectionStrings__{ConnectionName}", "can't be understood, and must be addresses and options of StackExchange.Redis with commas between them, as redis.example:6379,ssl=true");
    }
}
