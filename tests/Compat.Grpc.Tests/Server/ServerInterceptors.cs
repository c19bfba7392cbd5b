using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;
using MctsAspire.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.Compat.Grpc.Tests.Server;

public sealed class ServerInterceptors
{
    [Fact]
    public async Task InterceptorsRunInTheOrderAddedThoseForAllServicesFirst()
    {
        var log = new List<string>();
        await using var server = await EchoServer.StartAsync(
            services =>
            {
                services.AddSingleton(log);
                services.AddGrpc().AddServiceOptions<EchoService>(options => options.Interceptors.Add<Naming>("c"));
            },
            options: options =>
            {
                options.Interceptors.Add<Naming>("a");
                options.Interceptors.Add<Naming>("b");
            });
        await server.Client().UnaryAsync(new EchoRequest());
        log.ShouldBe(["a in", "b in", "c in", "c out", "b out", "a out"]);
    }

    [Fact]
    public async Task AllFourCallKindsAreIntercepted()
    {
        var log = new List<string>();
        await using var server = await EchoServer.StartAsync(services => services.AddSingleton(log), options: options => options.Interceptors.Add<Naming>("i"));
        var client = server.Client();
        await client.UnaryAsync(new EchoRequest());
        using (var call = client.Expand(new EchoRequest { Count = 1 }))
            (await call.ResponseStream.ReadAllAsync().CountAsync()).ShouldBe(1);
        using (var call = client.Collect())
        {
            await call.RequestStream.CompleteAsync();
            await call;
        }

        using (var call = client.Chat())
        {
            await call.RequestStream.CompleteAsync();
            (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        }

        log.ShouldBe(["i in", "i out", "i in stream", "i out stream", "i in client", "i out client", "i in duplex", "i out duplex"]);
    }

    [Fact]
    public async Task AnInterceptorMayTurnAnExceptionIntoAStatus()
    {
        await using var server = await EchoServer.StartAsync(options: options => options.Interceptors.Add<Translating>());
        var error = await server.Client().UnaryAsync(new EchoRequest { Behaviour = "throw" }).Error();
        error.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        error.Trailers.GetValue("translated").ShouldBe("yes");
    }

    [Fact]
    public async Task AnInterceptorMayAnswerInPlaceOfTheMethod()
    {
        await using var server = await EchoServer.StartAsync(options: options => options.Interceptors.Add<Refusing>());
        (await server.Client().UnaryAsync(new EchoRequest()).Error()).StatusCode.ShouldBe(StatusCode.PermissionDenied);
        server.State.Created.ShouldBe(0);
    }

    [Fact]
    public async Task AnInterceptorIsMadeForEachCallUnlessItIsRegistered()
    {
        var made = new Counter();
        var single = new Counter();
        await using var server = await EchoServer.StartAsync(
            services => services.AddKeyedSingleton("made", made).AddSingleton(made).AddSingleton(new Registered(single)),
            options: options =>
            {
                options.Interceptors.Add<Made>();
                options.Interceptors.Add<Registered>();
            });
        var client = server.Client();
        await client.UnaryAsync(new EchoRequest());
        await client.UnaryAsync(new EchoRequest());
        await Eventually.HoldsAsync(() => made.Disposed == 2);
        made.Created.ShouldBe(2);
        single.Created.ShouldBe(1);
        single.Disposed.ShouldBe(0);
    }

    [Fact]
    public void WhatIsNoInterceptorIsRefused() => Should.Throw<ArgumentException>(() => new InterceptorCollection().Add(typeof(string)));

    private sealed class Naming(string name, List<string> log) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            AroundAsync("", () => continuation(request, context));

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
            AroundAsync(" stream", async () =>
            {
                await continuation(request, responseStream, context);
                return 0;
            });

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
            AroundAsync(" client", () => continuation(requestStream, context));

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
            AroundAsync(" duplex", async () =>
            {
                await continuation(requestStream, responseStream, context);
                return 0;
            });

        private async Task<T> AroundAsync<T>(string kind, Func<Task<T>> next)
        {
            log.Add($"{name} in{kind}");
            var result = await next();
            log.Add($"{name} out{kind}");
            return result;
        }
    }

    private sealed class Translating : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            try
            {
                return await continuation(request, context);
            }
            catch (InvalidOperationException)
            {
                throw new RpcException(new Status(StatusCode.FailedPrecondition, "translated"), new Metadata { { "translated", "yes" } });
            }
        }
    }

    private sealed class Refusing : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.PermissionDenied, "no"));
    }

    private sealed class Counter
    {
        public int Created { get; set; }

        public int Disposed { get; set; }
    }

    private sealed class Made : Interceptor, IDisposable
    {
        private readonly Counter _counter;

        public Made(Counter counter)
        {
            _counter = counter;
            counter.Created++;
        }

        public void Dispose() => _counter.Disposed++;
    }

    private sealed class Registered : Interceptor
    {
        public Registered(Counter counter) => counter.Created++;
    }
}
