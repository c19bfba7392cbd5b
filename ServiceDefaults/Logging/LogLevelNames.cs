using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Logging;

/// <summary>The levels by the names that <c>LOG_LEVEL</c> and log lines use.</summary>
internal static class LogLevelNames
{
    public static string Of(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        _ => "CRITICAL",
    };
}
