using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves a method with a stream of requests and one response.</summary>
internal sealed class ClientStreamingCallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodOptions options, GrpcServer server, ClientStreamingServerMethod<TRequest, TResponse> invoke)
    : CallHandler(method, options, server)
    where TRequest : class
    where TResponse : class
{
    private readonly Func<DeserializationContext, TRequest> _deserializer = method.RequestMarshaller.ContextualDeserializer;
    private readonly Action<TResponse, SerializationContext> _serializer = method.ResponseMarshaller.ContextualSerializer;

    protected override async Task InvokeAsync(HttpContextServerCallContext call)
    {
        var requests = new StreamReader<TRequest>(call, _deserializer);
        TResponse response;
        try
        {
            response = await invoke(requests, call);
        }
        finally
        {
            requests.Close();
        }

        if (response is null)
            throw new RpcException(new Status(StatusCode.Cancelled, "The method returned no message."));
        await call.WriteAsync(response, _serializer, call.WriteOptions, flush: false, CancellationToken.None);
    }
}
