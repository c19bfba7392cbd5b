using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Puts a method and the interceptors around it together, once for all calls.</summary>
internal static class Pipeline
{
    public static UnaryServerMethod<TRequest, TResponse> Unary<TService, TRequest, TResponse>(
        Func<TService, TRequest, ServerCallContext, Task<TResponse>> invoke, IReadOnlyList<InterceptorRegistration> interceptors)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        UnaryServerMethod<TRequest, TResponse> next = async (request, context) =>
        {
            var service = ServiceActivator<TService>.Create(context.GetHttpContext().RequestServices, out var created);
            try
            {
                return await invoke(service, request, context);
            }
            finally
            {
                await Created.ReleaseAsync(service, created);
            }
        };
        foreach (var registration in interceptors.Reverse())
            next = Around(registration, next);
        return next;
    }

    public static ClientStreamingServerMethod<TRequest, TResponse> ClientStreaming<TService, TRequest, TResponse>(
        Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>> invoke, IReadOnlyList<InterceptorRegistration> interceptors)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        ClientStreamingServerMethod<TRequest, TResponse> next = async (requests, context) =>
        {
            var service = ServiceActivator<TService>.Create(context.GetHttpContext().RequestServices, out var created);
            try
            {
                return await invoke(service, requests, context);
            }
            finally
            {
                await Created.ReleaseAsync(service, created);
            }
        };
        foreach (var registration in interceptors.Reverse())
            next = Around(registration, next);
        return next;
    }

    public static ServerStreamingServerMethod<TRequest, TResponse> ServerStreaming<TService, TRequest, TResponse>(
        Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task> invoke, IReadOnlyList<InterceptorRegistration> interceptors)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        ServerStreamingServerMethod<TRequest, TResponse> next = async (request, responses, context) =>
        {
            var service = ServiceActivator<TService>.Create(context.GetHttpContext().RequestServices, out var created);
            try
            {
                await invoke(service, request, responses, context);
            }
            finally
            {
                await Created.ReleaseAsync(service, created);
            }
        };
        foreach (var registration in interceptors.Reverse())
            next = Around(registration, next);
        return next;
    }

    public static DuplexStreamingServerMethod<TRequest, TResponse> DuplexStreaming<TService, TRequest, TResponse>(
        Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task> invoke, IReadOnlyList<InterceptorRegistration> interceptors)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        DuplexStreamingServerMethod<TRequest, TResponse> next = async (requests, responses, context) =>
        {
            var service = ServiceActivator<TService>.Create(context.GetHttpContext().RequestServices, out var created);
            try
            {
                await invoke(service, requests, responses, context);
            }
            finally
            {
                await Created.ReleaseAsync(service, created);
            }
        };
        foreach (var registration in interceptors.Reverse())
            next = Around(registration, next);
        return next;
    }

    private static UnaryServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(InterceptorRegistration registration, UnaryServerMethod<TRequest, TResponse> next)
        where TRequest : class
        where TResponse : class => async (request, context) =>
    {
        var (interceptor, created) = registration.Create(context.GetHttpContext().RequestServices);
        try
        {
            return await interceptor.UnaryServerHandler(request, context, next);
        }
        finally
        {
            await Created.ReleaseAsync(interceptor, created);
        }
    };

    private static ClientStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(InterceptorRegistration registration, ClientStreamingServerMethod<TRequest, TResponse> next)
        where TRequest : class
        where TResponse : class => async (requests, context) =>
    {
        var (interceptor, created) = registration.Create(context.GetHttpContext().RequestServices);
        try
        {
            return await interceptor.ClientStreamingServerHandler(requests, context, next);
        }
        finally
        {
            await Created.ReleaseAsync(interceptor, created);
        }
    };

    private static ServerStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(InterceptorRegistration registration, ServerStreamingServerMethod<TRequest, TResponse> next)
        where TRequest : class
        where TResponse : class => async (request, responses, context) =>
    {
        var (interceptor, created) = registration.Create(context.GetHttpContext().RequestServices);
        try
        {
            await interceptor.ServerStreamingServerHandler(request, responses, context, next);
        }
        finally
        {
            await Created.ReleaseAsync(interceptor, created);
        }
    };

    private static DuplexStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(InterceptorRegistration registration, DuplexStreamingServerMethod<TRequest, TResponse> next)
        where TRequest : class
        where TResponse : class => async (requests, responses, context) =>
    {
        var (interceptor, created) = registration.Create(context.GetHttpContext().RequestServices);
        try
        {
            await interceptor.DuplexStreamingServerHandler(requests, responses, context, next);
        }
        finally
        {
            await Created.ReleaseAsync(interceptor, created);
        }
    };
}
