using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Processes;

/// <summary>
/// Stops the application when the <c>dotnet run</c> that started it is killed: nobody could stop it from the terminal any more. On
/// Windows <c>dotnet run</c> sees to that itself.
/// </summary>
internal sealed partial class ParentWatch(IHostApplicationLifetime lifetime, ILogger<ParentWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (OperatingSystem.IsWindows())
            return;

        var parent = Signals.ParentProcessId();
        if (!IsDotnetRun(CommandLine(parent)))
            return;

        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (Signals.ParentProcessId() == parent)
                continue;
            Log.ParentEnded(logger);
            lifetime.StopApplication();
            return;
        }
    }

    /// <summary>Whether a command line is that of <c>dotnet run</c> or <c>dotnet watch</c>.</summary>
    internal static bool IsDotnetRun(IReadOnlyList<string> commandLine) =>
        commandLine.Count > 1
        && Path.GetFileNameWithoutExtension(commandLine[0]) == "dotnet"
        && commandLine.Skip(1).Take(2).Any(argument => argument is "run" or "watch");

    private static string[] CommandLine(int process)
    {
        try
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cmdline");
            if (File.Exists(path))
                return File.ReadAllText(path).Split('\0', StringSplitOptions.RemoveEmptyEntries);

            using var ps = Process.Start(new ProcessStartInfo("ps", ["-o", "command=", "-p", process.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
            return ps.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The dotnet run that started this application was killed; it stops.")]
        public static partial void ParentEnded(ILogger logger);
    }
}
