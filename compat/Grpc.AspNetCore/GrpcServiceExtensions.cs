using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what gRPC services need.</summary>
public static class GrpcServicesExtensions
{
    /// <summary>Registers what gRPC services need.</summary>
    /// <param name="services">Where to register.</param>
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting(options => options.SetParameterPolicy<GrpcOnlyConstraint>(GrpcOnlyConstraint.Name));
        services.AddOptions<GrpcServiceOptions>();
        services.TryAddSingleton<GrpcServer>();
        return new GrpcServerBuilder(services);
    }

    /// <summary>Registers what gRPC services need.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configureOptions">How all services are served.</param>
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services, Action<GrpcServiceOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.Configure(configureOptions).AddGrpc();
    }

    /// <summary>Says how one service is served.</summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="grpcBuilder">What <c>AddGrpc</c> gave.</param>
    /// <param name="configure">How the service is served.</param>
    public static IGrpcServerBuilder AddServiceOptions<TService>(this IGrpcServerBuilder grpcBuilder, Action<GrpcServiceOptions<TService>> configure)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(grpcBuilder);
        grpcBuilder.Services.Configure(configure);
        return grpcBuilder;
    }
}
