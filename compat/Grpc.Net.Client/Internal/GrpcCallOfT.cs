using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>A call with its message types.</summary>
internal sealed class GrpcCall<TRequest, TResponse> : GrpcCall
    where TRequest : class
    where TResponse : class
{
    private readonly Method<TRequest, TResponse> _method;
    private StreamingContent? _streaming;

    public GrpcCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
        : base(channel, method, host, options) => _method = method;

    public Action<TRequest, SerializationContext> Serializer => _method.RequestMarshaller.ContextualSerializer;

    public Func<DeserializationContext, TResponse> Deserializer => _method.ResponseMarshaller.ContextualDeserializer;

    public UnaryContent<TRequest> Content(TRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new UnaryContent<TRequest>(this, request, Serializer);
    }

    /// <summary>Makes a call with one response.</summary>
    public async Task<TResponse> InvokeAsync(HttpContent content)
    {
        _streaming = content as StreamingContent;
        HasSingleResponse = true;
        if (await SendAsync(content).ConfigureAwait(false) is not { } response)
            throw Failure();

        TResponse? message;
        try
        {
            message = await ReadSingleAsync(response).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw Fail(error);
        }

        FinishByTrailers(message is not null);
        return GetStatus().StatusCode == StatusCode.OK ? message! : throw Failure();
    }

    /// <summary>Starts a call with a stream of responses.</summary>
    public ClientStreamReader<TRequest, TResponse> Open(HttpContent content)
    {
        _streaming = content as StreamingContent;
        return new ClientStreamReader<TRequest, TResponse>(this, SendAsync(content));
    }

    /// <summary>Ends the call at the end of the stream of responses.</summary>
    public void FinishStream() => FinishByTrailers(hasMessage: true);

    public async Task<FrameReader> OpenReaderAsync(HttpResponseMessage response)
    {
        var stream = await response.Content.ReadAsStreamAsync(Token).ConfigureAwait(false);
        return new FrameReader(stream, Channel.Codecs, ResponseMetadata.Find(response.Headers, Wire.Names.Encoding), Channel.MaxReceiveMessageSize);
    }

    protected override void OnFinished(Status status)
    {
        if (status.StatusCode == StatusCode.OK)
            _streaming?.Complete();
        else
            _streaming?.Abort();
    }

    private async ValueTask<TResponse?> ReadSingleAsync(HttpResponseMessage response)
    {
        using var reader = await OpenReaderAsync(response).ConfigureAwait(false);
        TResponse? message = null;
        while (await reader.MoveNextAsync(Token).ConfigureAwait(false))
        {
            if (message is not null)
                throw new RpcException(new Status(StatusCode.Unimplemented, "The server sent more than one message; the method answers with one."));
            message = reader.Read(Deserializer);
        }

        return message;
    }
}
