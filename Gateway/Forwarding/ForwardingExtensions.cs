using MctsAspire.Gateway.Guard;
using MctsAspire.ServiceDefaults.Health;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>Registers the way on to the Orchestrators.</summary>
internal static class ForwardingExtensions
{
    public static void AddForwarding(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpForwarder();
        services.AddSingleton(ForwardingSettings.Load(configuration));
        services.AddSingleton(new Destinations(configuration));
        services.AddSingleton<OrchestratorConnections>();
        services.AddSingleton<InputSignalMetrics>();
        services.AddSingleton<EventRelay>();
        services.AddSingleton<OrchestratorTransformer>();
        services.AddSingleton<OrchestratorForwarder>();
        services.AddHostedService<DestinationProbe>();
        services.AddTransient<ReadyOrchestratorHandler>();
        services.AddHttpClient(ReadyReportClient.ClientName).AddHttpMessageHandler<ReadyOrchestratorHandler>();
    }
}
