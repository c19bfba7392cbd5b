using MctsAspire.ServiceDefaults.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>gRPC as every service of the system speaks it.</summary>
public static class GrpcServiceExtensions
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Serves gRPC: failures leave with the codes of the error model, and <c>grpc.health.v1.Health</c> tells whether the service is ready.</summary>
    /// <param name="services">The service's registrations.</param>
    public static IServiceCollection AddGrpcService(this IServiceCollection services)
    {
        services.AddSingleton<ServerErrorInterceptor>();
        services.AddSingleton<GrpcServiceMarker>();
        services.AddGrpc(options => options.Interceptors.Add<ServerErrorInterceptor>());
        services.AddGrpcHealthChecks();
        // Straight to the pool: a queue of its own in between costs a call another change of thread.
        services.Configure<SocketTransportOptions>(options => options.IOQueueCount = 0);
        return services;
    }

    /// <summary>
    /// Calls another service of the system: its replicas in turn, with the request's id, and with the failures of the error model instead of gRPC's.
    /// </summary>
    /// <typeparam name="TClient">The generated client.</typeparam>
    /// <param name="services">The service's registrations.</param>
    /// <param name="service">The other service's name, as <c>llm-gateway</c>.</param>
    public static IHttpClientBuilder AddGrpcServiceClient<TClient>(this IServiceCollection services, string service)
        where TClient : class
    {
        ArgumentException.ThrowIfNullOrEmpty(service);
        return Connect(services.AddGrpcClient<TClient>(options => options.Address = new Uri($"http://_grpc.{service}")), service);
    }

    /// <summary>Calls one instance of a service of the system, with the request's id, and with the failures of the error model instead of gRPC's.</summary>
    /// <typeparam name="TClient">The generated client.</typeparam>
    /// <param name="services">The service's registrations.</param>
    /// <param name="service">The other service's name, as <c>mcts</c>.</param>
    /// <param name="name">The client's name for the client factory.</param>
    /// <param name="address">The instance's address.</param>
    public static IHttpClientBuilder AddGrpcServiceClient<TClient>(this IServiceCollection services, string service, string name, Uri address)
        where TClient : class
    {
        ArgumentException.ThrowIfNullOrEmpty(service);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Connect(services.AddGrpcClient<TClient>(name, options => options.Address = address), service);
    }

    internal static void MapGrpcHealth(this WebApplication app)
    {
        if (app.Services.GetService<GrpcServiceMarker>() is not null)
            app.MapGrpcHealthChecksService();
    }

    private static IHttpClientBuilder Connect(IHttpClientBuilder client, string service) =>
        client
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = ConnectTimeout,
                EnableMultipleHttp2Connections = true,
                // Finds out that a machine is gone, which closes no connection.
                KeepAlivePingDelay = PingDelay,
                KeepAlivePingTimeout = PingTimeout,
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                UseCookies = false,
                UseProxy = false,
                AllowAutoRedirect = false,
            })
            .AddInterceptor(() => new ClientErrorInterceptor(service));

    /// <summary>Tells that the service speaks gRPC.</summary>
    private sealed class GrpcServiceMarker;
}
