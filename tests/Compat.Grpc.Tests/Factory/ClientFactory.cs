using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.ClientFactory;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;
using MctsAspire.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.Compat.Grpc.Tests.Factory;

public sealed class ClientFactory
{
    [Fact]
    public async Task ARegisteredClientCallsItsAddress()
    {
        await using var server = await EchoServer.StartAsync();
        await using var provider = Services(services => services.AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address));
        (await provider.GetRequiredService<Echo.EchoClient>().UnaryAsync(new EchoRequest { Text = "a" })).Text.ShouldBe("a");
    }

    [Fact]
    public async Task ClientsShareOneConnection()
    {
        var connections = new ConcurrentDictionary<string, int>();
        await using var server = await EchoServer.StartAsync(
            services => services.AddSingleton(connections), options: options => options.Interceptors.Add<CountsConnections>());
        await using var provider = Services(services => services.AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address));
        for (var i = 0; i < 20; i++)
            await provider.GetRequiredService<Echo.EchoClient>().UnaryAsync(new EchoRequest());
        connections.Count.ShouldBe(1);
    }

    [Fact]
    public async Task MoreStreamsThanAConnectionHoldsOpenAnother()
    {
        var connections = new ConcurrentDictionary<string, int>();
        await using var server = await EchoServer.StartAsync(
            services => services.AddSingleton(connections), options: options => options.Interceptors.Add<CountsConnections>());
        await using var provider = Services(services => services.AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address));
        var client = provider.GetRequiredService<Echo.EchoClient>();
        var calls = Enumerable.Range(0, 150).Select(_ => client.UnaryAsync(new EchoRequest { Behaviour = "wait" })).ToList();
        await Eventually.HoldsAsync(() => connections.Values.Sum() == 150);
        connections.Count.ShouldBeGreaterThan(1);
        server.State.Let();
        await Task.WhenAll(calls.Select(call => call.ResponseAsync)).Soon();
    }

    [Fact]
    public async Task InterceptorsAreAddedByKindAndScope()
    {
        var log = new List<string>();
        await using var server = await EchoServer.StartAsync();
        await using var provider = Services(services => services
            .AddSingleton(log)
            .AddTransient<Registered>()
            .AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address)
            .AddInterceptor(() => new Naming("made", log))
            .AddInterceptor(services => new Naming("with services", services.GetRequiredService<List<string>>()))
            .AddInterceptor<Registered>()
            .AddInterceptor(InterceptorScope.Client, () => new Naming("client", log)));
        await provider.GetRequiredService<Echo.EchoClient>().UnaryAsync(new EchoRequest());
        log.ShouldBe(["client", "made", "with services", "registered"]);
    }

    [Fact]
    public async Task TheChannelCanBeConfigured()
    {
        await using var server = await EchoServer.StartAsync();
        await using var provider = Services(services => services
            .AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address)
            .ConfigureChannel(options => options.MaxSendMessageSize = 10)
            .ConfigureChannel((_, options) => options.MaxReceiveMessageSize = 1000));
        (await provider.GetRequiredService<Echo.EchoClient>().UnaryAsync(new EchoRequest { Text = new string('x', 100) }).Error()).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task ClientsOfDifferentNamesHaveDifferentAddresses()
    {
        await using var first = await EchoServer.StartAsync();
        await using var second = await EchoServer.StartAsync();
        await using var provider = Services(services =>
        {
            services.AddGrpcClient<Echo.EchoClient>("first", options => options.Address = first.Address);
            services.AddGrpcClient<Echo.EchoClient>("second", (_, options) => options.Address = second.Address);
        });
        var factory = provider.GetRequiredService<GrpcClientFactory>();
        await factory.CreateClient<Echo.EchoClient>("second").UnaryAsync(new EchoRequest());
        (first.State.Created, second.State.Created).ShouldBe((0, 1));
    }

    [Fact]
    public async Task AClientCanBeMadeInAnotherWay()
    {
        await using var server = await EchoServer.StartAsync();
        await using var provider = Services(services => services
            .AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address)
            .ConfigureGrpcClientCreator(invoker => new Echo.EchoClient(invoker.Intercept(metadata => new Metadata { { "x-own", "yes" } }))));
        await provider.GetRequiredService<Echo.EchoClient>().UnaryAsync(new EchoRequest());
        server.State.RequestHeaders!.GetValue("x-own").ShouldBe("yes");
    }

    [Fact]
    public async Task AMissingAddressIsNamed()
    {
        await using var provider = Services(services => services.AddGrpcClient<Echo.EchoClient>());
        Should.Throw<InvalidOperationException>(() => provider.GetRequiredService<Echo.EchoClient>()).Message.ShouldContain("EchoClient");
    }

    [Fact]
    public void WhatIsNoGrpcClientIsRefused() =>
        Should.Throw<InvalidOperationException>(() => new ServiceCollection().AddHttpClient("plain").AddInterceptor(() => new Naming("x", [])));

    [Fact]
    public async Task CallCredentialsStayAwayFromPlainConnectionsUnlessAllowed()
    {
        await using var server = await EchoServer.StartAsync();
        await SendAsync(allowed: false);
        server.State.RequestHeaders!.Get("authorization").ShouldBeNull();
        await SendAsync(allowed: true);
        server.State.RequestHeaders!.GetValue("authorization").ShouldBe("Bearer Unary");

        async Task SendAsync(bool allowed)
        {
            await using var provider = Services(services => services
                .AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address)
                .ConfigureChannel(options => options.UnsafeUseInsecureChannelCallCredentials = allowed)
                .AddCallCredentials((context, metadata) =>
                {
                    metadata.Add("authorization", $"Bearer {context.MethodName}");
                    return Task.CompletedTask;
                }));
            await provider.GetRequiredService<Echo.EchoClient>().UnaryAsync(new EchoRequest());
        }
    }

    [Fact]
    public async Task CallsTakeTurnsOverTheAddressesOfAService()
    {
        await using var first = await EchoServer.StartAsync();
        await using var second = await EchoServer.StartAsync();
        await using var provider = Services(
            services =>
            {
                services.AddServiceDiscovery();
                services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
                services.AddGrpcClient<Echo.EchoClient>(options => options.Address = new Uri("http://_grpc.echo"));
            },
            new() { ["services:echo:grpc:0"] = first.Address.ToString(), ["services:echo:grpc:1"] = second.Address.ToString() });
        var client = provider.GetRequiredService<Echo.EchoClient>();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.UnaryAsync(new EchoRequest()).ResponseAsync)).Soon();
        (first.State.Created, second.State.Created).ShouldBe((20, 20));
    }

    [Fact]
    public async Task AnAddressThatIsDownFailsItsCallsOnly()
    {
        await using var up = await EchoServer.StartAsync();
        var gone = await EchoServer.StartAsync();
        var down = gone.Address;
        await gone.DisposeAsync();
        await using var provider = Services(
            services =>
            {
                services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
                services.AddGrpcClient<Echo.EchoClient>(options => options.Address = new Uri("https+http://echo"));
            },
            new() { ["services:echo:http:0"] = up.Address.ToString(), ["services:echo:http:1"] = down.ToString() });
        var client = provider.GetRequiredService<Echo.EchoClient>();
        var codes = new List<StatusCode>();
        for (var i = 0; i < 6; i++)
        {
            using var call = client.UnaryAsync(new EchoRequest());
            try
            {
                await call.ResponseAsync.Soon();
            }
            catch (RpcException)
            {
                // Its status is counted below.
            }

            codes.Add(call.GetStatus().StatusCode);
        }

        codes.Count(code => code == StatusCode.OK).ShouldBe(3);
        codes.Count(code => code == StatusCode.Unavailable).ShouldBe(3);
    }

    private static ServiceProvider Services(Action<IServiceCollection> register, Dictionary<string, string?>? configuration = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration ?? []).Build());
        register(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private sealed class Naming(string name, List<string> log) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add(name);
            return continuation(request, context);
        }
    }

    private sealed class Registered(List<string> log) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add("registered");
            return continuation(request, context);
        }
    }

    private sealed class CountsConnections(ConcurrentDictionary<string, int> connections) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            connections.AddOrUpdate(context.GetHttpContext().Connection.Id, 1, (_, count) => count + 1);
            return continuation(request, context);
        }
    }
}
