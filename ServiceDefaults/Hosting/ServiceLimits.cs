using System.Globalization;
using MctsAspire.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MctsAspire.ServiceDefaults.Hosting;

/// <summary>Bounds of the server, and the protocol of each endpoint.</summary>
internal static class ServiceLimits
{
    /// <summary>The variable that holds the port of the endpoint for gRPC.</summary>
    public const string GrpcPortName = "GRPC_PORT";

    // Above gRPC's largest message of 4 MiB; routes that take more or less say so.
    private const long MaximumBodyBytes = 8 * 1024 * 1024;
    private const int MaximumConnections = 10_000;
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(15);

    public static void AddServiceLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        // Events of sockets reach the server on threads of the pool already: a further change of thread for each request and each answer only costs. A handler that
        // computes for long holds up its own connection and no other.
        services.Configure<SocketTransportOptions>(options => options.UnsafePreferInlineScheduling = true);
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaximumBodyBytes;
            options.Limits.MaxConcurrentConnections = MaximumConnections;
            options.Limits.RequestHeadersTimeout = HeadersTimeout;
            var grpcPort = GrpcPort(configuration);
            // Without TLS nothing negotiates the protocol, so that an endpoint speaks one.
            options.ConfigureEndpointDefaults(endpoint =>
            {
                var isGrpc = endpoint.IPEndPoint is { Port: > 0 } address && address.Port == grpcPort;
                endpoint.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
                if (!isGrpc)
                    endpoint.Use(RefusedRequest.Watch);
            });
        });
    }

    private static int? GrpcPort(IConfiguration configuration) =>
        int.TryParse(configuration[GrpcPortName], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
