using System.Globalization;
using MctsAspire.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Hosting;

/// <summary>Bounds of the server, and the protocol of each endpoint.</summary>
internal static class ServiceLimits
{
    /// <summary>The variable that holds the port of the endpoint for gRPC.</summary>
    public const string GrpcPortName = "GRPC_PORT";

    // Above gRPC's largest message of 4 MiB; routes that take more or less say so.
    private const long MaximumBodyBytes = 8 * 1024 * 1024;

    // For telling the rest, once the time for draining is over.
    private static readonly TimeSpan TimeToTell = TimeSpan.FromSeconds(3);

    // Of that: the server waits so long for connections that it has to break off.
    private static readonly TimeSpan TimeToAbort = TimeSpan.FromSeconds(1);

    public static void AddServiceLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = ServerSettings.Load(configuration);
        services.AddSingleton(settings);
        services.AddSingleton<ConnectionGate>();
        services.AddSingleton(provider => new Drain(
            settings,
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Drain>>()));
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.DrainDelay + settings.Drain + TimeToTell - TimeToAbort);
        // Events of sockets reach the server on threads of the pool already: a further change of thread for each request and each answer only costs. A handler that
        // computes for long holds up its own connection and no other.
        services.Configure<SocketTransportOptions>(options => options.UnsafePreferInlineScheduling = true);
        services.AddOptions<KestrelServerOptions>().Configure<ConnectionGate>((options, gate) =>
        {
            options.AddServerHeader = false;
            options.RequestHeaderEncodingSelector = LengthEncoding.For;
            Limit(options.Limits, settings);
            var grpcPort = GrpcPort(configuration);
            // Without TLS nothing negotiates the protocol, so that an endpoint speaks one.
            options.ConfigureEndpointDefaults(endpoint =>
            {
                var isGrpc = endpoint.IPEndPoint is { Port: > 0 } address && address.Port == grpcPort;
                endpoint.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
                endpoint.Use(next => gate.Watch(next, answers: !isGrpc));
                if (!isGrpc)
                    endpoint.Use(RefusedRequest.Watch);
            });
        });
    }

    private static void Limit(KestrelServerLimits limits, ServerSettings settings)
    {
        limits.MaxRequestBodySize = MaximumBodyBytes;
        // The gate counts them, since the server would close those that are too many without a word.
        limits.MaxConcurrentConnections = null;
        limits.RequestHeadersTimeout = settings.HeadersTimeout;
        limits.KeepAliveTimeout = settings.KeepAlive;
        limits.MaxRequestLineSize = settings.MaxRequestLineBytes;
        limits.MaxRequestHeadersTotalSize = settings.MaxHeaderBytes;
        limits.MaxRequestHeaderCount = settings.MaxHeaders;
        var rate = settings.MinBytesPerSecond > 0 ? new MinDataRate(settings.MinBytesPerSecond, settings.MinBytesGrace) : null;
        limits.MinRequestBodyDataRate = rate;
        limits.MinResponseDataRate = rate;
        // A first line that fits must also fit into what is read at once.
        limits.MaxRequestBufferSize = Math.Max(limits.MaxRequestBufferSize ?? 0, Math.Max(settings.MaxRequestLineBytes, settings.MaxHeaderBytes));
    }

    private static int? GrpcPort(IConfiguration configuration) =>
        int.TryParse(configuration[GrpcPortName], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
