namespace Grpc.Core.Interceptors;

/// <summary>An invoker with an interceptor in front of it.</summary>
internal sealed class InterceptingCallInvoker(CallInvoker inner, Interceptor interceptor) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        interceptor.BlockingUnaryCall(request, new ClientInterceptorContext<TRequest, TResponse>(method, host, options), ContinueBlockingUnaryCall<TRequest, TResponse>);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        interceptor.AsyncUnaryCall(request, new ClientInterceptorContext<TRequest, TResponse>(method, host, options), ContinueAsyncUnaryCall<TRequest, TResponse>);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        interceptor.AsyncServerStreamingCall(request, new ClientInterceptorContext<TRequest, TResponse>(method, host, options), ContinueAsyncServerStreamingCall<TRequest, TResponse>);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        interceptor.AsyncClientStreamingCall(new ClientInterceptorContext<TRequest, TResponse>(method, host, options), ContinueAsyncClientStreamingCall<TRequest, TResponse>);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        interceptor.AsyncDuplexStreamingCall(new ClientInterceptorContext<TRequest, TResponse>(method, host, options), ContinueAsyncDuplexStreamingCall<TRequest, TResponse>);

    private TResponse ContinueBlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class => inner.BlockingUnaryCall(context.Method, context.Host, context.Options, request);

    private AsyncUnaryCall<TResponse> ContinueAsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class => inner.AsyncUnaryCall(context.Method, context.Host, context.Options, request);

    private AsyncServerStreamingCall<TResponse> ContinueAsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class => inner.AsyncServerStreamingCall(context.Method, context.Host, context.Options, request);

    private AsyncClientStreamingCall<TRequest, TResponse> ContinueAsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class => inner.AsyncClientStreamingCall(context.Method, context.Host, context.Options);

    private AsyncDuplexStreamingCall<TRequest, TResponse> ContinueAsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class => inner.AsyncDuplexStreamingCall(context.Method, context.Host, context.Options);
}
