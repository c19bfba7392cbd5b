using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace MctsAspire.MetaControllerService.Integrations;

/// <summary>Registers the services outside.</summary>
internal static class IntegrationExtensions
{
    /// <summary>Adds <see cref="IExperimentTracker"/> for commands and for the service alike. The service defaults must be there.</summary>
    public static IServiceCollection AddExperimentTracking(this IServiceCollection services)
    {
        services.TryAddSingleton(new ShipperOptions());
        services.TryAddSingleton(new ExperimentOptions());
        services.TryAddSingleton(provider => new IntegrationFolders(provider.GetRequiredService<IOptions<FrameworkSettings>>().Value.DataDirectory));
        services.TryAddSingleton(new Destinations([], []));
        services.TryAddSingleton<IExperimentTracker>(provider => new ExperimentTracker(
            provider.GetRequiredService<IntegrationFolders>().Runs,
            provider.GetRequiredService<Destinations>().Runs,
            provider.GetRequiredService<ExperimentOptions>(),
            provider.GetRequiredService<ShipperOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ExperimentTracker>>()));
        return services;
    }
}
