using System.Net;
using Grpc.Net.Client;
using MctsAspire.Protos.Mcts;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>The service on real ports, and a language service that it finds as it does in the app.</summary>
internal sealed class SearchService : IAsyncDisposable
{
    private readonly WebApplication _service;
    private readonly WebApplication? _language;
    private readonly GrpcChannel _channel;

    private SearchService(WebApplication service, WebApplication? language, int grpcPort, FakeReasoning reasoning)
    {
        _service = service;
        _language = language;
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpcPort}");
        Reasoning = reasoning;
        Client = new Mcts.MctsClient(_channel);
    }

    public Mcts.MctsClient Client { get; }

    public FakeReasoning Reasoning { get; }

    public Uri HttpUrl => new(_service.Urls.First(url => !url.EndsWith($":{_channel.Target.Split(':')[^1]}", StringComparison.Ordinal)));

    public static async Task<SearchService> StartAsync(bool withLanguage = true, int maxConcurrentSearches = 8)
    {
        var reasoning = new FakeReasoning();
        var language = withLanguage ? await StartLanguageAsync(reasoning) : null;
        var languageUrls = language?.Urls.ToArray() ?? [$"http://127.0.0.1:{FreePort.Next()}", $"http://127.0.0.1:{FreePort.Next()}"];

        var grpcPort = FreePort.Next();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["GRPC_PORT"] = $"{grpcPort}",
            ["services:llm-gateway:grpc:0"] = languageUrls[0],
            ["services:llm-gateway:http:0"] = languageUrls[1],
            ["Search:MaxConcurrentSearches"] = $"{maxConcurrentSearches}",
        });
        builder.WebHost.UseUrls($"http://127.0.0.1:{grpcPort}", "http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpcService();
        builder.AddSearch();
        var service = builder.Build();
        service.MapDefaultEndpoints();
        service.MapSearch();
        await service.StartAsync();
        return new(service, language, grpcPort, reasoning);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _service.DisposeAsync();
        if (_language is not null)
            await _language.DisposeAsync();
    }

    private static async Task<WebApplication> StartLanguageAsync(FakeReasoning reasoning)
    {
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
        return app;
    }
}
