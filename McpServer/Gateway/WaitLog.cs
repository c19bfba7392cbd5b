using Microsoft.Extensions.Logging;

namespace MctsAspire.McpServer.Gateway;

/// <summary>Says on standard error, which clients show in their logs, that a tool waits.</summary>
internal sealed partial class WaitLog(ILogger<WaitLog> logger)
{
    public void Write(string line) => LogWait(line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Line}")]
    private partial void LogWait(string line);
}
