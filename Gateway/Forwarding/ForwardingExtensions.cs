using System.Diagnostics;
using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>Registers the way on to the Orchestrator.</summary>
internal static class ForwardingExtensions
{
    public static void AddForwarding(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        services.AddSingleton<OrchestratorTransformer>();
        services.AddSingleton<OrchestratorForwarder>();
        services.AddHttpClient(GatewayExtensions.Orchestrator)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                UseCookies = false,
                UseProxy = false,
            });
    }
}
