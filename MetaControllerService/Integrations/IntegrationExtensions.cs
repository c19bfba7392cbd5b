using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Integrations.Braintrust;
using MctsAspire.MetaControllerService.Integrations.Decisions;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.MetaControllerService.Integrations.Http;
using MctsAspire.MetaControllerService.Integrations.Outboxes;
using MctsAspire.MetaControllerService.Integrations.Pinecone;
using MctsAspire.MetaControllerService.Integrations.Wandb;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MctsAspire.MetaControllerService.Integrations;

/// <summary>Registers the services outside.</summary>
internal static class IntegrationExtensions
{
    private const string Local = "local";
    private const int UploadPatience = 20;

    /// <summary>Adds what the running service tells others: <see cref="DecisionOutbox"/> and all of <see cref="AddExperimentTracking"/>, with what sends the rest of earlier runs.</summary>
    /// <param name="services">The service's registrations, with the service defaults and the decision log.</param>
    /// <param name="settings">Which services are set up.</param>
    public static IServiceCollection AddIntegrations(this IServiceCollection services, FrameworkSettings settings)
    {
        services.AddExperimentTracking(settings);
        services.TryAddSingleton(new OutboxLimits());
        services.AddSingleton(provider => new DecisionOutbox(
            provider.GetRequiredService<IntegrationFolders>().Decisions,
            provider.GetRequiredService<Destinations>().Decisions,
            provider.GetRequiredService<OutboxLimits>(),
            provider.GetRequiredService<ShipperOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DecisionOutbox>>()));
        services.AddSingleton<IDecisionSink, OutsideDecisions>();
        if (HasPinecone(settings))
            services.AddHostedService<PineconeStartCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<DecisionOutbox>());
        services.AddHostedService(provider => new RunSweeper(
            provider.GetRequiredService<IntegrationFolders>().Runs,
            provider.GetRequiredService<Destinations>().Runs,
            provider.GetRequiredService<ShipperOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RunSweeper>>()));
        services.AddBackend("decision_vectors", HasPinecone(settings) ? PineconeDecisions.Service : Local);
        services.AddBackend("experiments", (settings.BraintrustApiKey, settings.WandbApiKey) switch
        {
            (null, null) => Local,
            (not null, null) => BraintrustDecisions.Service,
            (null, not null) => WandbRuns.Service,
            _ => $"{BraintrustDecisions.Service}, {WandbRuns.Service}",
        });
        return services;
    }

    /// <summary>Adds <see cref="IExperimentTracker"/>, for commands and for the service alike, and <see cref="PineconeDecisionLog"/> when Pinecone is set up.</summary>
    /// <param name="services">The registrations, with the service defaults.</param>
    /// <param name="settings">Which services are set up.</param>
    public static IServiceCollection AddExperimentTracking(this IServiceCollection services, FrameworkSettings settings)
    {
        services.TryAddSingleton(new ShipperOptions());
        services.TryAddSingleton(new ExperimentOptions());
        services.TryAddSingleton(new CallOptions
        {
            Timeout = TimeSpan.FromSeconds(settings.HttpTimeoutSeconds ?? 30),
            Retries = settings.HttpMaxRetries ?? 3,
        });
        services.TryAddSingleton(new IntegrationFolders(settings.DataDirectory));
        services.AddPinecone(settings);
        services.AddBraintrust(settings);
        services.AddWandb(settings);
        services.TryAddSingleton(provider => new Destinations(
            [.. Present<IDestination>(provider.GetService<PineconeDecisions>(), provider.GetService<BraintrustDecisions>())],
            [.. Present<IDestination>(provider.GetService<BraintrustRuns>(), provider.GetService<WandbRuns>())]));
        services.TryAddSingleton<IExperimentTracker>(provider => new ExperimentTracker(
            provider.GetRequiredService<IntegrationFolders>().Runs,
            provider.GetRequiredService<Destinations>().Runs,
            provider.GetRequiredService<ExperimentOptions>(),
            provider.GetRequiredService<ShipperOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ExperimentTracker>>()));
        return services;
    }

    // By half is not at all: decisions wait on disk for the other half.
    private static bool HasPinecone(FrameworkSettings settings) => settings is { PineconeApiKey: not null, PineconeHost: not null };

    private static void AddPinecone(this IServiceCollection services, FrameworkSettings settings)
    {
        if (settings.PineconeApiKey is not { } key || settings.PineconeHost is not { } host)
            return;
        services.AddOutsideClient(PineconeDecisions.Service);
        services.AddSingleton(provider => new PineconeClient(
            provider.Calls(new(PineconeDecisions.Service, host, key, "PINECONE_HOST", "PINECONE_API_KEY")), settings.PineconeNamespace));
        services.AddSingleton<PineconeDecisions>();
        services.AddSingleton<PineconeDecisionLog>();
    }

    private static void AddBraintrust(this IServiceCollection services, FrameworkSettings settings)
    {
        if (settings.BraintrustApiKey is not { } key)
            return;
        services.AddOutsideClient(BraintrustDecisions.Service);
        services.AddSingleton(provider => new BraintrustClient(
            provider.Calls(new(BraintrustDecisions.Service, settings.BraintrustApiUrl, key, "BRAINTRUST_API_URL", "BRAINTRUST_API_KEY"))));
        services.AddSingleton(provider => new BraintrustDecisions(provider.GetRequiredService<BraintrustClient>(), settings.BraintrustProject));
        services.AddSingleton(provider => new BraintrustRuns(
            provider.GetRequiredService<BraintrustClient>(), settings.BraintrustProject, provider.GetRequiredService<ILogger<BraintrustRuns>>()));
    }

    private static void AddWandb(this IServiceCollection services, FrameworkSettings settings)
    {
        if (settings.WandbApiKey is not { } key)
            return;
        var address = new ServiceAddress(WandbRuns.Service, settings.WandbBaseUrl, key, "WANDB_BASE_URL", "WANDB_API_KEY");
        services.AddOutsideClient(WandbRuns.Service);
        services.AddSingleton(provider => new WandbRuns(
            new WandbClient(new WandbCalls(provider.Calls(address), provider.Calls(address, UploadPatience))), settings.WandbProject, settings.WandbEntity));
    }

    // Redirects are not followed: the key must not go where the settings don't say. What the defaults add to clients is for services of ours.
    private static void AddOutsideClient(this IServiceCollection services, string name) => services
        .AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
        .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())
        .RemoveAllLoggers()
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });

    private static ServiceCalls Calls(this IServiceProvider provider, ServiceAddress address, int patience = 1)
    {
        var options = provider.GetRequiredService<CallOptions>();
        return new(address, provider.GetRequiredService<IHttpClientFactory>(), options with { Timeout = options.Timeout * patience }, provider.GetRequiredService<TimeProvider>());
    }

    private static IEnumerable<T> Present<T>(params IEnumerable<T?> all)
        where T : class => all.OfType<T>();
}
