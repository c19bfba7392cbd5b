using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Output;

/// <summary>How important a printed line is.</summary>
internal static class LineLevel
{
    private static readonly string[] Keys = ["\"LogLevel\":", "\"level\":", "\"@l\":", "\"Level\":", "\"severity\":"];

    private static readonly (string Name, LogLevel Level)[] Names =
    [
        ("trac", LogLevel.Trace), ("trce", LogLevel.Trace), ("verb", LogLevel.Trace),
        ("debu", LogLevel.Debug), ("dbug", LogLevel.Debug),
        ("info", LogLevel.Information), ("noti", LogLevel.Information),
        ("warn", LogLevel.Warning),
        ("erro", LogLevel.Error), ("fail", LogLevel.Error),
        ("crit", LogLevel.Critical), ("fata", LogLevel.Critical),
    ];

    /// <summary>The level that a JSON log line or a line of .NET's console logger states; else an error for standard error, information for standard output.</summary>
    public static LogLevel Of(string line, bool isError)
    {
        if (line.StartsWith('{'))
        {
            foreach (var key in Keys)
            {
                var at = line.IndexOf(key, StringComparison.Ordinal);
                if (at >= 0 && Named(line.AsSpan(at + key.Length).TrimStart(" \"")) is { } stated)
                    return stated;
            }
        }
        else if (line.Length > 5 && line[4] == ':' && Named(line) is { } prefixed)
        {
            return prefixed;
        }

        return isError ? LogLevel.Error : LogLevel.Information;
    }

    private static LogLevel? Named(ReadOnlySpan<char> text)
    {
        foreach (var (name, level) in Names)
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return level;
        }

        return null;
    }
}
