using System.Net;
using Grpc.Core;
using MctsAspire.Protos.Mcts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>A replica that takes every shard and never says a word, or that has no room for any.</summary>
internal sealed class StallingReplica : Mcts.MctsBase, IAsyncDisposable
{
    private readonly bool _sheds;
    private WebApplication? _app;
    private int _asked;
    private int _abandoned;

    private StallingReplica(bool sheds) => _sheds = sheds;

    public int Port { get; private set; }

    /// <summary>Shards that it was asked to run.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Those of them that nobody waits for any more.</summary>
    public int Abandoned => Volatile.Read(ref _abandoned);

    public static async Task<StallingReplica> StartAsync(bool sheds = false)
    {
        var replica = new StallingReplica(sheds);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(replica);
        var app = builder.Build();
        app.MapGrpcService<StallingReplica>();
        await app.StartAsync();
        (replica._app, replica.Port) = (app, new Uri(app.Urls.First()).Port);
        return replica;
    }

    public override async Task RunShard(RunShardRequest request, IServerStreamWriter<RunShardEvent> responseStream, ServerCallContext context)
    {
        Interlocked.Increment(ref _asked);
        if (_sheds)
            throw new RpcException(new Status(StatusCode.ResourceExhausted, "full"), new Metadata { { "error-code", "RATE_LIMIT_EXCEEDED" }, { "retry-after-ms", "50" } });
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        finally
        {
            Interlocked.Increment(ref _abandoned);
        }
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();
}
