using System.Net;
using Grpc.Net.Client;
using MctsAspire.Compat.Grpc.Tests.Protos;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Compat.Grpc.Tests.Fixtures;

/// <summary>The echo service on a real Kestrel, at a port that stays nobody's when it is stopped, without TLS.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EchoServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    public LogLines Logs => Services.GetRequiredService<LogLines>();

    public EchoState State => Services.GetRequiredService<EchoState>();

    public static async Task<EchoServer> StartAsync(
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? routes = null,
        Action<global::Grpc.AspNetCore.Server.GrpcServiceOptions>? options = null,
        HttpProtocols protocols = HttpProtocols.Http2,
        int port = 0,
        bool mapEcho = true)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port == 0 ? FreePort.Next() : port, listen => listen.Protocols = protocols));
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(options ?? (_ => { }));
        builder.Services.AddSingleton<EchoState>();
        builder.Services.AddSingleton<LogLines>();
        builder.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogLines>());
        builder.Logging.SetMinimumLevel(LogLevel.Debug);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        if (mapEcho)
            app.MapGrpcService<EchoService>();
        routes?.Invoke(app);
        await app.StartAsync();
        return new EchoServer(app);
    }

    public GrpcChannel Channel(Action<GrpcChannelOptions>? configure = null)
    {
        var options = new GrpcChannelOptions();
        configure?.Invoke(options);
        return GrpcChannel.ForAddress(Address, options);
    }

    public Echo.EchoClient Client(Action<GrpcChannelOptions>? configure = null) => new(Channel(configure));

    /// <summary>A client for requests that no gRPC client would send.</summary>
    public HttpClient RawClient() => new()
    {
        BaseAddress = Address,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // A test that leaves calls open does not wait for them.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
