using Grpc.Core;
using Grpc.Core.Interceptors;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Rpc;

/// <summary>Turns what a gRPC method throws into a status with the failure's code; what nobody foresaw is logged and told to nobody else.</summary>
internal sealed partial class ServerErrorInterceptor(ILogger<ServerErrorInterceptor> logger, TimeProvider time) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        if (context.CancellationToken.IsCancellationRequested)
        {
            return context.Deadline <= time.GetUtcNow().UtcDateTime
                ? GrpcErrors.ToRpc(new OperationTimeoutException("The call took longer than its deadline allows."))
                : new RpcException(new Status(StatusCode.Cancelled, "The caller left."));
        }

        var failure = exception switch
        {
            FrameworkException known => known,
            TimeoutException or OperationCanceledException => new OperationTimeoutException("The call took longer than allowed.", exception),
            _ => new InternalErrorException($"The service failed on this call. Its id, for the service's log, is {RequestCorrelation.Current ?? "unknown"}.", exception),
        };
        if (failure.Code.HttpStatus >= 500)
            LogFailure(context.Method, failure.Code.Name, exception);
        return GrpcErrors.ToRpc(failure);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed with {ErrorCode}")]
    private partial void LogFailure(string method, string errorCode, Exception exception);
}
