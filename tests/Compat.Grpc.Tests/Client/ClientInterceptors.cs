using Grpc.Core;
using Grpc.Core.Interceptors;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;

namespace MctsAspire.Compat.Grpc.Tests.Client;

public sealed class ClientInterceptors
{
    [Fact]
    public async Task InterceptorsRunInTheOrderGivenForAllCallKinds()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Channel();
        var log = new List<string>();
        var client = new Echo.EchoClient(channel.Intercept(new Naming("a", log), new Naming("b", log)));
        await client.UnaryAsync(new EchoRequest());
        client.Unary(new EchoRequest());
        client.Expand(new EchoRequest()).Dispose();
        client.Collect().Dispose();
        client.Chat().Dispose();
        log.ShouldBe(["a unary", "b unary", "a blocking", "b blocking", "a stream", "b stream", "a client", "b client", "a duplex", "b duplex"]);
    }

    [Fact]
    public async Task AnInterceptorAddedLaterRunsFirst()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Channel();
        var log = new List<string>();
        await new Echo.EchoClient(channel.Intercept(new Naming("a", log)).Intercept(new Naming("b", log))).UnaryAsync(new EchoRequest());
        log.ShouldBe(["b unary", "a unary"]);
    }

    [Fact]
    public async Task MetadataCanBeAddedOnTheWay()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Channel();
        var invoker = channel.Intercept(metadata =>
        {
            metadata.Add("x-added", "yes");
            return metadata;
        });
        await new Echo.EchoClient(invoker).UnaryAsync(new EchoRequest());
        server.State.RequestHeaders!.GetValue("x-added").ShouldBe("yes");
    }

    [Fact]
    public async Task AClientMayNameAnotherHost()
    {
        await using var server = await EchoServer.StartAsync();
        await server.Client().WithHost("other.example").UnaryAsync(new EchoRequest());
        server.State.RequestHeaders!.GetValue("host").ShouldBe("other.example");
    }

    [Fact]
    public async Task ACallMadeByAnInterceptorFromPartsWorks()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Channel();
        using var call = new Echo.EchoClient(channel.Intercept(new Wrapping())).UnaryAsync(new EchoRequest { Behaviour = "throw" });
        await Should.ThrowAsync<InvalidOperationException>(call.ResponseAsync.Soon());
        call.GetStatus().StatusCode.ShouldBe(StatusCode.Unknown);
    }

    [Fact]
    public async Task AClientWithoutAChannelFailsLoudly() =>
        await Should.ThrowAsync<NotImplementedException>(async () => await new Double().UnaryAsync(new EchoRequest()));

    private sealed class Double : Echo.EchoClient;

    private sealed class Naming(string name, List<string> log) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add($"{name} blocking");
            return continuation(request, context);
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add($"{name} unary");
            return continuation(request, context);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add($"{name} stream");
            return continuation(request, context);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add($"{name} client");
            return continuation(context);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add($"{name} duplex");
            return continuation(context);
        }
    }

    // Translates errors, as ServiceDefaults does.
    private sealed class Wrapping : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var call = continuation(request, context);
            return new AsyncUnaryCall<TResponse>(TranslateAsync(call.ResponseAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
        }

        private static async Task<T> TranslateAsync<T>(Task<T> response)
        {
            try
            {
                return await response;
            }
            catch (RpcException error)
            {
                throw new InvalidOperationException(error.Status.Detail, error);
            }
        }
    }
}
