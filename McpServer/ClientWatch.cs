using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Protocol;

namespace MctsAspire.McpServer;

/// <summary>
/// Stops the server, and so cancels its tools, when the client has closed standard input. By itself the server would wait for them, though nobody gets their answers: a wait at a limit takes
/// minutes, and a request may take an hour.
/// </summary>
internal sealed class ClientWatch(ITransport transport, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // However the input ended, and also when the server stops before it does.
        await transport.MessageReader.Completion.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lifetime.StopApplication();
    }
}
