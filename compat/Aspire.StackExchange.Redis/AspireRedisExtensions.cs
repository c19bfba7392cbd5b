using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds Redis clients to an application.</summary>
public static class AspireRedisExtensions
{
    private const string Section = "Aspire:StackExchange:Redis";

    /// <summary>Registers an <see cref="IConnectionMultiplexer"/>, its health check and its spans.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">The name of its connection string.</param>
    /// <param name="configureSettings">Changes the settings after they were read from the configuration.</param>
    /// <param name="configureOptions">Changes StackExchange.Redis's own options.</param>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) => builder.AddRedisClientBuilder(connectionName, configureSettings, configureOptions);

    /// <summary>Registers an <see cref="IConnectionMultiplexer"/>, its health check and its spans, by a key.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The key, which is the name of the connection string as well.</param>
    /// <param name="configureSettings">Changes the settings after they were read from the configuration.</param>
    /// <param name="configureOptions">Changes StackExchange.Redis's own options.</param>
    public static void AddKeyedRedisClient(
        this IHostApplicationBuilder builder,
        string name,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) => builder.AddKeyedRedisClientBuilder(name, configureSettings, configureOptions);

    /// <summary>As <see cref="AddRedisClient"/>, for what builds on the client.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">The name of its connection string.</param>
    /// <param name="configureSettings">Changes the settings after they were read from the configuration.</param>
    /// <param name="configureOptions">Changes StackExchange.Redis's own options.</param>
    /// <returns>The added client.</returns>
    public static AspireRedisClientBuilder AddRedisClientBuilder(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) => Add(builder, connectionName, Section, null, configureSettings, configureOptions);

    /// <summary>As <see cref="AddKeyedRedisClient"/>, for what builds on the client.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The key, which is the name of the connection string as well.</param>
    /// <param name="configureSettings">Changes the settings after they were read from the configuration.</param>
    /// <param name="configureOptions">Changes StackExchange.Redis's own options.</param>
    /// <returns>The added client.</returns>
    public static AspireRedisClientBuilder AddKeyedRedisClientBuilder(
        this IHostApplicationBuilder builder,
        string name,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) => Add(builder, name, $"{Section}:{name}", name, configureSettings, configureOptions);

    private static AspireRedisClientBuilder Add(
        IHostApplicationBuilder builder,
        string connectionName,
        string section,
        string? serviceKey,
        Action<StackExchangeRedisSettings>? configureSettings,
        Action<ConfigurationOptions>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        var settings = new StackExchangeRedisSettings();
        builder.Configuration.GetSection(section).Bind(settings);
        if (builder.Configuration.GetConnectionString(connectionName) is { } connectionString)
            settings.ConnectionString = connectionString;
        configureSettings?.Invoke(settings);

        // The connection is opened when it is first asked for: a missing server must not keep the application from starting.
        RedisConnection Create(IServiceProvider services) => new(Options(settings, connectionName, section, configureOptions), settings.DisableTracing ? null : services.GetService<TimeProvider>() ?? TimeProvider.System);
        if (serviceKey is null)
        {
            builder.Services.AddSingleton(Create);
            builder.Services.AddSingleton<IConnectionMultiplexer>(services => services.GetRequiredService<RedisConnection>().Multiplexer);
        }
        else
        {
            builder.Services.AddKeyedSingleton(serviceKey, (services, _) => Create(services));
            builder.Services.AddKeyedSingleton<IConnectionMultiplexer>(serviceKey, (services, key) => services.GetRequiredKeyedService<RedisConnection>(key).Multiplexer);
        }

        IConnectionMultiplexer Client(IServiceProvider services) =>
            serviceKey is null ? services.GetRequiredService<IConnectionMultiplexer>() : services.GetRequiredKeyedService<IConnectionMultiplexer>(serviceKey);
        if (!settings.DisableHealthChecks)
        {
            var name = serviceKey is null ? "StackExchange.Redis" : $"StackExchange.Redis_{connectionName}";
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(name, services => new RedisHealthCheck(() => Client(services)), failureStatus: null, tags: null));
        }

        if (!settings.DisableAutoActivation)
            builder.Services.AddHostedService(services => new RedisActivation(() => Client(services)));
        return new AspireRedisClientBuilder(builder, settings, serviceKey);
    }

    private static ConfigurationOptions Options(StackExchangeRedisSettings settings, string connectionName, string section, Action<ConfigurationOptions>? configure)
    {
        var options = string.IsNullOrWhiteSpace(settings.ConnectionString) ? new ConfigurationOptions() : ConfigurationOptions.Parse(settings.ConnectionString);

        // Unless the connection string says otherwise, a server that is not there yet is waited for.
        if (settings.ConnectionString?.Contains("abortConnect", StringComparison.OrdinalIgnoreCase) != true)
            options.AbortOnConnectFail = false;
        configure?.Invoke(options);
        return options.EndPoints.Count > 0
            ? options
            : throw new InvalidOperationException($"The Redis client '{connectionName}' has no address; set ConnectionStrings__{connectionName} (or {section}:ConnectionString).");
    }
}
