using System.Net;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>The Orchestrator on a real server in this process, with the services behind it from a <see cref="FakeWorld"/>.</summary>
public sealed class RunningOrchestrator : IAsyncDisposable
{
    private readonly List<FakeBackends> _backends = [];
    private readonly bool _ownsFolder;
    private WebApplication? _app;

    private RunningOrchestrator(FakeWorld world, string? folder)
    {
        World = world;
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("mcts-orchestrator-").FullName;
    }

    public FakeWorld World { get; }

    /// <summary>The folder of everything local.</summary>
    public string Folder { get; }

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The address of gRPC.</summary>
    public Uri Grpc { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>Starts the Orchestrator; settings are as the environment would have them.</summary>
    public static async Task<RunningOrchestrator> StartAsync(FakeWorld? world = null, string? folder = null, Action<Dictionary<string, string?>>? configure = null, Action<IServiceCollection>? services = null)
    {
        var running = new RunningOrchestrator(world ?? new FakeWorld(), folder);
        running._backends.Add(await FakeBackends.StartAsync(running.World));
        var settings = running._backends[0].Environment();
        settings["MCTS_DATA_DIR"] = running.Folder;
        settings["LOG_LEVEL"] = "CRITICAL";
        settings["Orchestrator__SearchRetryMilliseconds"] = "10";
        // A test may hold a prediction for a while, and a busy machine its first call.
        settings["Orchestrator__RouterTimeoutSeconds"] = "600";
        configure?.Invoke(settings);
        await running.StartAsync(settings, services);
        return running;
    }

    /// <summary>Stops it as a deployment does: what is on its way is interrupted.</summary>
    public async Task StopAsync() => await _app!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        foreach (var backend in _backends)
            await backend.DisposeAsync();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }

    private async Task StartAsync(Dictionary<string, string?> settings, Action<IServiceCollection>? services)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => setting.Value));
        builder.AddServiceDefaults();
        builder.AddOrchestrator();

        // Any ports, whose protocols can't be told by GRPC_PORT.
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, FreePort.Next(), listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, FreePort.Next(), listen => listen.Protocols = HttpProtocols.Http2);
        });
        services?.Invoke(builder.Services);

        _app = builder.Build();
        _app.MapDefaultEndpoints();
        _app.MapOrchestrator();
        await _app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()), Timeout = TimeSpan.FromMinutes(2) };
        Grpc = new Uri(_app.Urls.Last());
    }
}
