using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Starts the calls of a channel.</summary>
internal sealed class HttpClientCallInvoker(GrpcChannel channel) : CallInvoker
{
    private static readonly Func<object, Task<Metadata>> Headers = static call => ((GrpcCall)call).GetHeadersAsync();
    private static readonly Func<object, Status> CallStatus = static call => ((GrpcCall)call).GetStatus();
    private static readonly Func<object, Metadata> Trailers = static call => ((GrpcCall)call).GetTrailers();
    private static readonly Action<object> Stop = static call => ((GrpcCall)call).Dispose();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        AsyncUnaryCall(method, host, options, request).ResponseAsync.GetAwaiter().GetResult();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new GrpcCall<TRequest, TResponse>(channel, method, host, options);
        return new AsyncUnaryCall<TResponse>(call.InvokeAsync(call.Content(request)), Headers, CallStatus, Trailers, Stop, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new GrpcCall<TRequest, TResponse>(channel, method, host, options);
        return new AsyncServerStreamingCall<TResponse>(call.Open(call.Content(request)), Headers, CallStatus, Trailers, Stop, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new GrpcCall<TRequest, TResponse>(channel, method, host, options);
        var content = new StreamingContent();
        var writer = new ClientStreamWriter<TRequest, TResponse>(call, content);
        var response = call.InvokeAsync(content);
        writer.Response = response;
        // A caller who only sees a write fail never asks for the response; its error is not to surface as unobserved.
        _ = response.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return new AsyncClientStreamingCall<TRequest, TResponse>(writer, response, Headers, CallStatus, Trailers, Stop, call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new GrpcCall<TRequest, TResponse>(channel, method, host, options);
        var content = new StreamingContent();
        var writer = new ClientStreamWriter<TRequest, TResponse>(call, content);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(writer, call.Open(content), Headers, CallStatus, Trailers, Stop, call);
    }
}
