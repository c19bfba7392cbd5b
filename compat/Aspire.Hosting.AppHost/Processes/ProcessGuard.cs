using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Processes;

/// <summary>
/// Sees to it that no process of the application outlives it, however it ends. On Linux and macOS a small shell script waits at the
/// other end of a pipe and ends every process that has the session's mark in its environment; on Windows a job does.
/// </summary>
internal sealed partial class ProcessGuard(ILogger<ProcessGuard> logger) : IAsyncDisposable
{
    /// <summary>The environment variable that marks the processes of a session; descendants inherit it.</summary>
    public const string Variable = "ASPIRE_HOST_SESSION";

    private const int MostStarts = 100;
    private static readonly TimeSpan SweepTime = TimeSpan.FromSeconds(15);
    private readonly Lock _lock = new();
    private readonly HashSet<int> _watched = [];
    private Process? _script;
    private int _starts;
    private bool _ending;

    /// <summary>The mark of this session.</summary>
    public string Session { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Begins to guard. Processes may be started from then on.</summary>
    public void Start()
    {
        if (OperatingSystem.IsWindows())
            KillOnCloseJob.Enter();
        else
            StartScript();
    }

    /// <summary>Guards a process by its id as well, since a program that changes its title may overwrite its mark.</summary>
    /// <param name="process">A process that was just started.</param>
    public void Watch(ResourceProcess process)
    {
        if (OperatingSystem.IsWindows())
            return;
        Tell(process.Id, _watched.Add);
        _ = ForgetAsync(process);
    }

    /// <summary>Ends what is left of the session, and the guard.</summary>
    /// <param name="cancellationToken">Ends the wait, not the work.</param>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        Process? script;
        lock (_lock)
        {
            _ending = true;
            script = _script;
            _script = null;
        }

        if (script is null)
            return;

        using (script)
        using (var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            deadline.CancelAfter(SweepTime);
            try
            {
                script.StandardInput.Close();
                await script.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException)
            {
                // The script works on by itself.
            }
        }
    }

    public async ValueTask DisposeAsync() => await SweepAsync(CancellationToken.None).ConfigureAwait(false);

    private async Task ForgetAsync(ResourceProcess process)
    {
        await process.Exited.ConfigureAwait(false);
        Tell(-process.Id, _ => _watched.Remove(process.Id));
    }

    private void Tell(int line, Func<int, bool> remember)
    {
        lock (_lock)
        {
            remember(line);
            Write(line);
        }
    }

    private void Write(int line)
    {
        try
        {
            _script?.StandardInput.WriteLine(line);
            _script?.StandardInput.Flush();
        }
        catch (IOException)
        {
            // The guard was ended; the next one is told again.
        }
    }

    [UnsupportedOSPlatform("windows")]
    private void StartScript()
    {
        lock (_lock)
        {
            if (_ending || ++_starts > MostStarts)
                return;

            // In a session of its own, so that a signal to the terminal's or the host's process group does not reach it.
            string[] shell = ["/bin/sh", "-c", Script(), "aspire-host-guard", Variable, Session];
            var start = SearchPath.Find("setsid") is { } setsid ? new ProcessStartInfo(setsid, shell) : new ProcessStartInfo(shell[0], shell[1..]);
            start.RedirectStandardInput = true;
            var script = new Process { StartInfo = start, EnableRaisingEvents = true };
            script.Exited += (_, _) => Restart(script);
            script.Start();
            _script = script;
            foreach (var process in _watched)
                Write(process);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private void Restart(Process ended)
    {
        lock (_lock)
        {
            if (_ending || !ReferenceEquals(ended, _script))
                return;
        }

        ended.Dispose();
        Log.Restarted(logger);
        StartScript();
    }

    private static string Script()
    {
        using var stream = typeof(ProcessGuard).Assembly.GetManifestResourceStream("guard.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The guard that ends leftover processes was ended; it is started again.")]
        public static partial void Restarted(ILogger logger);
    }
}
