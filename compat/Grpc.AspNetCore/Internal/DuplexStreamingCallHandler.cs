using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves a method with a stream of requests and a stream of responses.</summary>
internal sealed class DuplexStreamingCallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodOptions options, GrpcServer server, DuplexStreamingServerMethod<TRequest, TResponse> invoke)
    : CallHandler(method, options, server)
    where TRequest : class
    where TResponse : class
{
    private readonly Func<DeserializationContext, TRequest> _deserializer = method.RequestMarshaller.ContextualDeserializer;
    private readonly Action<TResponse, SerializationContext> _serializer = method.ResponseMarshaller.ContextualSerializer;

    protected override async Task InvokeAsync(HttpContextServerCallContext call)
    {
        var requests = new StreamReader<TRequest>(call, _deserializer);
        var responses = new StreamWriter<TResponse>(call, _serializer);
        try
        {
            await invoke(requests, responses, call);
        }
        finally
        {
            requests.Close();
            await responses.CloseAsync();
        }
    }
}
