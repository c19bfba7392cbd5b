using Grpc.Net.Client;
using MctsAspire.Protos.Mcts;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>The service on real ports, and a language service that it finds as it does in the app.</summary>
internal sealed class SearchService : IAsyncDisposable
{
    private readonly WebApplication _service;
    private readonly LanguageServer? _language;
    private readonly GrpcChannel _channel;

    private SearchService(WebApplication service, LanguageServer? language, int grpcPort, FakeReasoning reasoning)
    {
        _service = service;
        _language = language;
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpcPort}");
        Reasoning = reasoning;
        Client = new Mcts.MctsClient(_channel);
    }

    public Mcts.MctsClient Client { get; }

    public FakeReasoning Reasoning { get; }

    /// <summary>A part of the service.</summary>
    public T Get<T>()
        where T : notnull => _service.Services.GetRequiredService<T>();

    public Uri HttpUrl => new(_service.Urls.First(url => !url.EndsWith($":{_channel.Target.Split(':')[^1]}", StringComparison.Ordinal)));

    public static Task<SearchService> StartAsync(bool withLanguage = true, int maxConcurrentSearches = 8, params (string Name, string Value)[] settings) =>
        StartAsync(FreePort.Next(), [], withLanguage, maxConcurrentSearches, settings);

    public static async Task<SearchService> StartAsync(
        int grpcPort, IReadOnlyList<int> peers, bool withLanguage, int maxConcurrentSearches, params (string Name, string Value)[] settings)
    {
        var reasoning = new FakeReasoning();
        var language = withLanguage ? await LanguageServer.StartAsync(reasoning) : null;
        var languageUrls = language?.Urls ?? [$"http://127.0.0.1:{FreePort.Next()}", $"http://127.0.0.1:{FreePort.Next()}"];

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["GRPC_PORT"] = $"{grpcPort}",
            ["services:llm-gateway:grpc:0"] = languageUrls[0],
            ["services:llm-gateway:http:0"] = languageUrls[1],
            ["Search:MaxConcurrentSearches"] = $"{maxConcurrentSearches}",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value)));
        builder.Configuration.AddInMemoryCollection(peers.Select((port, i) => KeyValuePair.Create<string, string?>($"services:mcts-{i + 1}:grpc:0", $"http://127.0.0.1:{port}")));
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

    /// <summary>Ends the service as a crash does: its calls are cut off.</summary>
    public async Task AbortAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _service.StopAsync(now.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _service.DisposeAsync();
        if (_language is not null)
            await _language.DisposeAsync();
    }
}
