using Grpc.Net.Client;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.Protos.Meta;
using MctsAspire.Storage.Artifacts;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.MetaControllerService.Tests.Rpc;

/// <summary>The service on a real server in this process, with a folder of its own.</summary>
public sealed class RunningService : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;
    private readonly int _port;

    private RunningService(string folder, WebApplication app, int port)
    {
        (_folder, _app, _port) = (folder, app, port);
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        Client = new MetaController.MetaControllerClient(_channel);
    }

    public MetaController.MetaControllerClient Client { get; }

    /// <summary>The address of <c>/ready</c>.</summary>
    public Uri Http => new(_app.Urls.Single(url => !url.EndsWith($":{_port}", StringComparison.Ordinal)));

    /// <summary>Starts the service; settings are as the environment would have them.</summary>
    public static async Task<RunningService> StartAsync(params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("mcts-meta-").FullName;
        var port = FreePort.Next();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["GRPC_PORT"] = $"{port}", ["MCTS_DATA_DIR"] = folder });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, string? (setting) => setting.Value));
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}", "http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpcService();
        builder.AddMetaController();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapMetaController();
        await app.StartAsync();
        return new RunningService(folder, app, port);
    }

    /// <summary>Puts a model into the service's artifact store.</summary>
    internal Task PutAsync(ModelBundle bundle) => ModelArtifacts.PutAsync(_app.Services.GetRequiredService<IArtifactStore>(), bundle, int.MaxValue, default);

    /// <summary>Puts content under the name of a GRU into the service's artifact store.</summary>
    internal Task PutAsync(byte[] content) => _app.Services.GetRequiredService<IArtifactStore>().PutAsync(ModelArtifacts.Owner, "rnn", content, default);

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
