using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves a method with one request and a stream of responses.</summary>
internal sealed class ServerStreamingCallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodOptions options, GrpcServer server, ServerStreamingServerMethod<TRequest, TResponse> invoke)
    : CallHandler(method, options, server)
    where TRequest : class
    where TResponse : class
{
    private readonly Func<DeserializationContext, TRequest> _deserializer = method.RequestMarshaller.ContextualDeserializer;
    private readonly Action<TResponse, SerializationContext> _serializer = method.ResponseMarshaller.ContextualSerializer;

    protected override async Task InvokeAsync(HttpContextServerCallContext call)
    {
        var request = await call.Reader.ReadSingleAsync(_deserializer, call.TransportToken);
        var responses = new StreamWriter<TResponse>(call, _serializer);
        try
        {
            await invoke(request, responses, call);
        }
        finally
        {
            await responses.CloseAsync();
        }
    }
}
