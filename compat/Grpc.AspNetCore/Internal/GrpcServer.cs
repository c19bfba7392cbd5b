using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Maps services to endpoints.</summary>
internal sealed class GrpcServer(IOptions<GrpcServiceOptions> options, ILoggerFactory loggers)
{
    private readonly HashSet<EndpointDataSource> _withFallback = [];

    public ILogger Logger { get; } = loggers.CreateLogger("Grpc.AspNetCore.Server");

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Adds an endpoint for each method of a service.</summary>
    /// <exception cref="InvalidOperationException">The type is not a gRPC service.</exception>
    public List<IEndpointConventionBuilder> Map<TService>(IEndpointRouteBuilder routes)
        where TService : class
    {
        var own = routes.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        var binder = new ServiceBinder<TService>(this, routes, MethodOptions.Merge(options.Value, own));
        Bind(typeof(TService), binder);
        if (options.Value.IgnoreUnknownServices != true)
            MapUnknownMethods(routes);
        return binder.Endpoints;
    }

    private static void Bind(Type service, ServiceBinderBase binder)
    {
        var attribute = service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException($"{service} is not a gRPC service; derive it from the base class that Grpc.Tools generates.");
        var bind = attribute.BindType
            .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .FirstOrDefault(method => method.Name == attribute.BindMethodName
                && method.GetParameters() is [var first, var second]
                && first.ParameterType == typeof(ServiceBinderBase)
                && second.ParameterType.IsAssignableFrom(service))
            ?? throw new InvalidOperationException($"{attribute.BindType} has no method {attribute.BindMethodName}(ServiceBinderBase, ...) for {service}; generate the code anew with Grpc.Tools.");
        bind.Invoke(null, [binder, null]);
    }

    // One route for the whole application: it answers for methods and services alike.
    private void MapUnknownMethods(IEndpointRouteBuilder routes)
    {
        var known = routes.DataSources.FirstOrDefault();
        lock (_withFallback)
        {
            if (known is not null && !_withFallback.Add(known))
                return;
        }

        routes.Map($"{{grpcService}}/{{grpcMethod:{GrpcOnlyConstraint.Name}}}", Refusal.AnswerUnimplemented)
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Post]))
            .WithDisplayName("gRPC - unknown method")
            .Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);
    }
}
