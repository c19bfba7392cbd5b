using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Health;

/// <summary>Logs at start which backends are in use.</summary>
internal sealed partial class BackendLog(IEnumerable<Backend> backends, ILogger<BackendLog> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var backend in backends)
            LogBackend(backend.Role, backend.InUse);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Role} uses {InUse}")]
    private partial void LogBackend(string role, string inUse);
}
