namespace Grpc.Core.Interceptors;

/// <summary>Stands around calls, on the client or on the server. Each method passes the call on unless it is overridden.</summary>
public abstract class Interceptor
{
    /// <summary>The rest of the way of a blocking unary call.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">The method and the options.</param>
    public delegate TResponse BlockingUnaryCallContinuation<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class;

    /// <summary>The rest of the way of a unary call.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">The method and the options.</param>
    public delegate AsyncUnaryCall<TResponse> AsyncUnaryCallContinuation<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class;

    /// <summary>The rest of the way of a server streaming call.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">The method and the options.</param>
    public delegate AsyncServerStreamingCall<TResponse> AsyncServerStreamingCallContinuation<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class;

    /// <summary>The rest of the way of a client streaming call.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="context">The method and the options.</param>
    public delegate AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCallContinuation<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class;

    /// <summary>The rest of the way of a duplex streaming call.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="context">The method and the options.</param>
    public delegate AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCallContinuation<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class;

    /// <summary>Stands around a blocking unary call on the client.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">The method and the options.</param>
    /// <param name="continuation">The rest of the way; it may be called any number of times.</param>
    public virtual TResponse BlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(request, context);

    /// <summary>Stands around a unary call on the client.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">The method and the options.</param>
    /// <param name="continuation">The rest of the way; it may be called any number of times.</param>
    public virtual AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(request, context);

    /// <summary>Stands around a server streaming call on the client.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">The method and the options.</param>
    /// <param name="continuation">The rest of the way; it may be called any number of times.</param>
    public virtual AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(request, context);

    /// <summary>Stands around a client streaming call on the client.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="context">The method and the options.</param>
    /// <param name="continuation">The rest of the way; it may be called any number of times.</param>
    public virtual AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(context);

    /// <summary>Stands around a duplex streaming call on the client.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="context">The method and the options.</param>
    /// <param name="continuation">The rest of the way; it may be called any number of times.</param>
    public virtual AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(context);

    /// <summary>Stands around a unary call on the server.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">The call.</param>
    /// <param name="continuation">The rest of the way.</param>
    public virtual Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(request, context);

    /// <summary>Stands around a client streaming call on the server.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="requestStream">Gives the requests.</param>
    /// <param name="context">The call.</param>
    /// <param name="continuation">The rest of the way.</param>
    public virtual Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(requestStream, context);

    /// <summary>Stands around a server streaming call on the server.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="responseStream">Takes the responses.</param>
    /// <param name="context">The call.</param>
    /// <param name="continuation">The rest of the way.</param>
    public virtual Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(request, responseStream, context);

    /// <summary>Stands around a duplex streaming call on the server.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="requestStream">Gives the requests.</param>
    /// <param name="responseStream">Takes the responses.</param>
    /// <param name="context">The call.</param>
    /// <param name="continuation">The rest of the way.</param>
    public virtual Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(requestStream, responseStream, context);
}
