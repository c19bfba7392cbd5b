using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.ServiceDiscovery;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers service discovery.</summary>
public static class ServiceDiscoveryServiceCollectionExtensions
{
    /// <summary>Registers service discovery from the configuration; names that are not configured are used as they are.</summary>
    /// <param name="services">Where to register.</param>
    public static IServiceCollection AddServiceDiscovery(this IServiceCollection services) => services.AddServiceDiscovery(_ => { });

    /// <summary>Registers service discovery from the configuration; names that are not configured are used as they are.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configureOptions">How names are resolved.</param>
    public static IServiceCollection AddServiceDiscovery(this IServiceCollection services, Action<ServiceDiscoveryOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configureOptions);
        services.AddLogging();
        services.Configure(configureOptions);
        services.TryAddSingleton<ConfiguredServices>();
        return services;
    }

    /// <summary>Says where addresses are configured.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configureOptions">Names the section.</param>
    public static IServiceCollection AddConfigurationServiceEndpointProvider(this IServiceCollection services, Action<ConfigurationServiceEndpointProviderOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configureOptions);
        return services.AddServiceDiscovery().Configure(configureOptions);
    }
}
