using Google.Protobuf;
using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Protos;

namespace MctsAspire.Compat.Grpc.Tests.Fixtures;

/// <summary>Echoes, and misbehaves as the request asks.</summary>
internal sealed class EchoService : Echo.EchoBase, IDisposable
{
    private readonly EchoState _state;

    public EchoService(EchoState state)
    {
        _state = state;
        state.Create();
    }

    public void Dispose() => _state.Dispose();

    public override async Task<EchoReply> Unary(EchoRequest request, ServerCallContext context)
    {
        _state.RequestHeaders = context.RequestHeaders;
        _state.Deadline = context.Deadline;
        _state.Enter();
        try
        {
            return await BehaveAsync(request, context) ?? new EchoReply { Text = request.Text, Payload = request.Payload };
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            _state.Cancel();
            throw;
        }
        finally
        {
            _state.Leave();
        }
    }

    public override async Task<EchoReply> Collect(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        _state.Enter();
        var texts = new List<string>();
        try
        {
            await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            {
                _state.Receive();
                texts.Add(request.Text);
                if (await BehaveAsync(request, context) is { } early)
                    return early;
            }

            return new EchoReply { Text = string.Join(',', texts), Index = texts.Count };
        }
        catch (Exception error) when (error is not RpcException)
        {
            _state.Failure = error;
            if (context.CancellationToken.IsCancellationRequested)
                _state.Cancel();
            throw;
        }
        finally
        {
            _state.Leave();
        }
    }

    public override async Task Expand(EchoRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        _state.Enter();
        try
        {
            for (var i = 0; i < request.Count; i++)
            {
                if (request.Behaviour == "wait-between")
                    await _state.Release.WaitAsync(context.CancellationToken);
                await responseStream.WriteAsync(new EchoReply { Text = request.Text, Payload = request.Payload, Index = i });
                _state.Send();
            }

            await BehaveAsync(request, context);
        }
        catch (Exception error) when (error is not RpcException)
        {
            _state.Failure = error;
            if (context.CancellationToken.IsCancellationRequested)
                _state.Cancel();
            throw;
        }
        finally
        {
            _state.Leave();
        }
    }

    public override async Task Chat(IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        _state.Enter();
        var index = 0;
        try
        {
            await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            {
                _state.Receive();
                if (await BehaveAsync(request, context) is { } last)
                {
                    await responseStream.WriteAsync(last);
                    return;
                }

                await responseStream.WriteAsync(new EchoReply { Text = request.Text, Payload = request.Payload, Index = index++ });
                _state.Send();
            }
        }
        catch (Exception error) when (error is not RpcException)
        {
            _state.Failure = error;
            if (context.CancellationToken.IsCancellationRequested)
                _state.Cancel();
            throw;
        }
        finally
        {
            _state.Leave();
        }
    }

    // Gives the answer of behaviours that have one of their own.
    private async Task<EchoReply?> BehaveAsync(EchoRequest request, ServerCallContext context)
    {
        switch (request.Behaviour)
        {
            case "throw":
                throw new InvalidOperationException("secret: the password is hunter2");
            case "fail":
                throw new RpcException(new Status(StatusCode.NotFound, request.Text), new Metadata { { "reason", "absent" }, { "details-bin", new byte[] { 0, 1, 255 } } });
            case "rich-error":
                throw new RpcException(new Status(StatusCode.InvalidArgument, "bad"), new Metadata { { "grpc-status-details-bin", request.Payload.ToByteArray() } });
            case "hang":
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return null;
            case "hang-after-headers":
                await context.WriteResponseHeadersAsync([]);
                goto case "hang";
            case "hang-deaf":
                await _state.Release;
                return null;
            case "wait":
                await _state.Release.WaitAsync(context.CancellationToken);
                return null;
            case "headers":
                await context.WriteResponseHeadersAsync(new Metadata { { "early", "yes" }, { "early-bin", new byte[] { 250, 251 } } });
                context.ResponseTrailers.Add("late", "yes");
                context.ResponseTrailers.Add("late-bin", new byte[] { 1, 2, 3 });
                return null;
            case "echo-metadata":
                foreach (var entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("x-", StringComparison.Ordinal)))
                    context.ResponseTrailers.Add(entry);
                return null;
            case "big-reply":
                return new EchoReply { Payload = ByteString.CopyFrom(new byte[request.Count]) };
            case "gzip":
                await context.WriteResponseHeadersAsync(new Metadata { { "grpc-internal-encoding-request", "gzip" } });
                return null;
            case "status":
                context.Status = new Status(StatusCode.DataLoss, "set, not thrown");
                return null;
            case "null":
                return await Task.FromResult<EchoReply?>(null) ?? throw new RpcException(new Status(StatusCode.Cancelled, "no message"));
            case "stop":
                return new EchoReply { Text = "stopped" };
            default:
                return null;
        }
    }
}
