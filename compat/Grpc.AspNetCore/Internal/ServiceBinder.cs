using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Takes the methods of a service from generated code. That code has no instance to bind at this time, so the methods are looked up by name,
/// once, as delegates that take the instance of each call.
/// </summary>
internal sealed class ServiceBinder<TService>(GrpcServer server, IEndpointRouteBuilder routes, MethodOptions options) : ServiceBinderBase
    where TService : class
{
    public List<IEndpointConventionBuilder> Endpoints { get; } = [];

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var (info, invoke) = Find<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(method, typeof(TRequest), typeof(ServerCallContext));
        Map(method, info, new UnaryCallHandler<TRequest, TResponse>(method, options, server, Pipeline.Unary(invoke, options.Interceptors)));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (info, invoke) = Find<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        Map(method, info, new ClientStreamingCallHandler<TRequest, TResponse>(method, options, server, Pipeline.ClientStreaming(invoke, options.Interceptors)));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (info, invoke) = Find<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        Map(method, info, new ServerStreamingCallHandler<TRequest, TResponse>(method, options, server, Pipeline.ServerStreaming(invoke, options.Interceptors)));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (info, invoke) = Find<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        Map(method, info, new DuplexStreamingCallHandler<TRequest, TResponse>(method, options, server, Pipeline.DuplexStreaming(invoke, options.Interceptors)));
    }

    private static (MethodInfo Info, TDelegate Invoke) Find<TDelegate>(IMethod method, params Type[] parameters)
        where TDelegate : Delegate
    {
        var info = typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no method {method.Name} as {method.FullName} needs it; generate the code anew with Grpc.Tools.");
        return (info, info.CreateDelegate<TDelegate>());
    }

    private void Map(IMethod method, MethodInfo info, CallHandler handler) => Endpoints.Add(routes
        .Map(method.FullName, handler.HandleAsync)
        .WithDisplayName($"gRPC - {method.FullName}")
        .WithMetadata(
        [
            new GrpcMethodMetadata(typeof(TService), method),
            new HttpMethodMetadata([HttpMethods.Post], acceptCorsPreflight: true),
            .. typeof(TService).GetCustomAttributes(inherit: true),
            .. info.GetCustomAttributes(inherit: true),
        ]));
}
