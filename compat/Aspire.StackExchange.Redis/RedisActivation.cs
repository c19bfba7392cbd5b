using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>Connects when the application starts.</summary>
internal sealed class RedisActivation(Func<IConnectionMultiplexer> client) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.Run(client, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
