using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReasoningClient = MctsAspire.Protos.Llm.Reasoning.ReasoningClient;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>A language service on real ports: gRPC on the first, its readiness on the second.</summary>
internal sealed class LanguageServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;

    private LanguageServer(WebApplication app, FakeReasoning reasoning)
    {
        _app = app;
        _channel = GrpcChannel.ForAddress(app.Urls.First());
        Reasoning = reasoning;
        Client = new(_channel);
    }

    public FakeReasoning Reasoning { get; }

    public ReasoningClient Client { get; }

    public string[] Urls => [.. _app.Urls];

    public static async Task<LanguageServer> StartAsync(FakeReasoning? reasoning = null)
    {
        reasoning ??= new FakeReasoning();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(reasoning);
        var app = builder.Build();
        app.MapGrpcService<FakeReasoning>();
        app.MapGet("/ready", () => Results.Text("""{"ready":true,"checks":{},"backends":{"llm":"fake"}}""", "application/json"));
        await app.StartAsync();
        return new(app, reasoning);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
    }
}
