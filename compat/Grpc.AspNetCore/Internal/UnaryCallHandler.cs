using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves a method with one request and one response.</summary>
internal sealed class UnaryCallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodOptions options, GrpcServer server, UnaryServerMethod<TRequest, TResponse> invoke)
    : CallHandler(method, options, server)
    where TRequest : class
    where TResponse : class
{
    private readonly Func<DeserializationContext, TRequest> _deserializer = method.RequestMarshaller.ContextualDeserializer;
    private readonly Action<TResponse, SerializationContext> _serializer = method.ResponseMarshaller.ContextualSerializer;

    protected override async Task InvokeAsync(HttpContextServerCallContext call)
    {
        var request = await call.Reader.ReadSingleAsync(_deserializer, call.TransportToken);
        var response = await invoke(request, call);
        if (response is null)
            throw new RpcException(new Status(StatusCode.Cancelled, "The method returned no message."));
        await call.WriteAsync(response, _serializer, call.WriteOptions, flush: false, CancellationToken.None);
    }
}
