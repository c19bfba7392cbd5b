using MctsAspire.MetaControllerService.Configuration;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Integrations;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Rpc;
using MctsAspire.MetaControllerService.Telemetry;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.Storage;
using MctsAspire.Storage.Artifacts;
using Microsoft.Extensions.Options;

namespace MctsAspire.MetaControllerService;

internal static class Extensions
{
    /// <summary>What this service is made of.</summary>
    /// <exception cref="ServiceDefaults.Errors.ConfigurationException">A setting is wrong.</exception>
    public static void AddMetaController(this IHostApplicationBuilder builder)
    {
        var settings = MetaControllerSettingsReader.Read(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<MetaControllerTelemetry>();
        builder.Services.AddModels(settings);
        builder.Services.AddDecisions(settings);
        builder.Services.AddIntegrations(SettingsOf(builder.Services));
    }

    /// <summary>Serves the contract.</summary>
    public static void MapMetaController(this IEndpointRouteBuilder app) => app.MapGrpcService<PredictionService>();

    private static void AddModels(this IServiceCollection services, MetaControllerSettings settings)
    {
        services.AddSingleton(provider => new EmbeddedStorage(provider.DataFolder(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedStorage>().Artifacts);
        services.AddSingleton(provider => new ModelHost(
            SourceOf(settings, provider.GetRequiredService<IArtifactStore>()),
            settings,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ModelHost>>()));
        services.AddHostedService<ModelWatcher>();
        services.AddBackend("router", settings.Type == ControllerTypes.Rules ? settings.Type : $"{settings.Type}, rules while there is no model");
        services.AddBackend("decision_log", "json_lines");
    }

    private static void AddDecisions(this IServiceCollection services, MetaControllerSettings settings)
    {
        services.AddSingleton(new DecisionIndex(settings.IndexedDecisions));
        services.AddSingleton<IDecisionSink>(provider => new DecisionLog(provider.LogFolder(), settings.LogFileMegabytes * 1024L * 1024, settings.LogFiles));
        services.AddSingleton<IDecisionSink>(provider => provider.GetRequiredService<DecisionIndex>());
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<DecisionRecorder>(provider, provider.LogFolder()));
        services.AddHostedService(provider => provider.GetRequiredService<DecisionRecorder>());
    }

    private static IModelSource? SourceOf(MetaControllerSettings settings, IArtifactStore artifacts)
    {
        if (settings.Type == ControllerTypes.Rules)
            return null;
        var mostBytes = settings.ModelMegabytes * 1024 * 1024;
        return settings.Model is { } path ? new ModelPath(path, mostBytes) : new ModelArtifacts(artifacts, settings.Type, mostBytes);
    }

    private static string DataFolder(this IServiceProvider provider) =>
        Path.Combine(provider.GetRequiredService<IOptions<FrameworkSettings>>().Value.DataDirectory, MetaControllerSettings.Folder);

    private static string LogFolder(this IServiceProvider provider) => Path.Combine(provider.DataFolder(), MetaControllerSettings.LogFolder);

    // The defaults register the settings as they are, read and checked.
    private static FrameworkSettings SettingsOf(IServiceCollection services) =>
        services.Select(service => service.ImplementationInstance).OfType<IOptions<FrameworkSettings>>().Single().Value;
}
