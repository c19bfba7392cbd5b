using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Serves a gRPC service. The listener must speak HTTP/2.</summary>
    /// <typeparam name="TService">The service, derived from its generated base class. It is made for each call, unless it is registered as a service.</typeparam>
    /// <param name="builder">Where the endpoints are added.</param>
    /// <exception cref="InvalidOperationException">AddGrpc was not called, or the type is not a gRPC service.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var server = builder.ServiceProvider.GetService<GrpcServer>()
            ?? throw new InvalidOperationException("gRPC is not registered; call builder.Services.AddGrpc() first.");
        return new GrpcServiceEndpointConventionBuilder(server.Map<TService>(builder));
    }
}
