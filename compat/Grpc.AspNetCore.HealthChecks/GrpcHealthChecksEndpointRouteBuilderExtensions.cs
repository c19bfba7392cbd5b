using Grpc.AspNetCore.HealthChecks.Internal;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the gRPC health service.</summary>
public static class GrpcHealthChecksEndpointRouteBuilderExtensions
{
    /// <summary>Serves <c>grpc.health.v1.Health</c>.</summary>
    /// <param name="builder">Where the endpoints are added.</param>
    /// <exception cref="InvalidOperationException">AddGrpcHealthChecks was not called.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcHealthChecksService(this IEndpointRouteBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.ServiceProvider.GetService<ServingStates>() is null)
            throw new InvalidOperationException("The gRPC health service is not registered; call builder.Services.AddGrpcHealthChecks() first.");
        return builder.MapGrpcService<HealthService>();
    }
}
