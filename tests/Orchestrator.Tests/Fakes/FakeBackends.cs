using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>The services behind the Orchestrator on a real server, from a <see cref="FakeWorld"/>.</summary>
public sealed class FakeBackends : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeBackends(WebApplication app) => _app = app;

    /// <summary>The address of gRPC.</summary>
    public string Grpc => Address(0);

    /// <summary>The address of <c>/ready</c>.</summary>
    public string Http => Address(1);

    public static async Task<FakeBackends> StartAsync(FakeWorld world)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(world);
        builder.Services.AddGrpcService();
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = 24 * 1024 * 1024);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, FreePort.Next(), listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(System.Net.IPAddress.Loopback, FreePort.Next(), listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));

        var app = builder.Build();
        app.MapGrpcService<FakeReasoning>();
        app.MapGrpcService<FakeLanguage>();
        app.MapGrpcService<FakeMetaController>();
        app.MapGrpcService<FakeMcts>();
        app.MapGrpcHealthChecksService();
        app.MapGet("/ready", () => Microsoft.AspNetCore.Http.Results.Text("""{"ready":true,"checks":{},"backends":{"llm":"embedded"}}""", "application/json"));
        await app.StartAsync();
        return new FakeBackends(app);
    }

    /// <summary>The environment in which the Orchestrator finds these services.</summary>
    public Dictionary<string, string?> Environment(params IReadOnlyList<FakeBackends> moreReplicas)
    {
        var environment = new Dictionary<string, string?>();
        foreach (var service in new[] { "llm-gateway", "meta-controller", "mcts-1" })
        {
            environment[$"services__{service}__grpc__0"] = Grpc;
            environment[$"services__{service}__http__0"] = Http;
        }

        for (var i = 0; i < moreReplicas.Count; i++)
        {
            environment[$"services__mcts-{i + 2}__grpc__0"] = moreReplicas[i].Grpc;
            environment[$"services__mcts-{i + 2}__http__0"] = moreReplicas[i].Http;
        }

        return environment;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private string Address(int index) => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(index);
}
