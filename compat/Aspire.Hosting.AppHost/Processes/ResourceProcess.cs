using System.ComponentModel;
using System.Diagnostics;
using Aspire.Hosting.Output;

namespace Aspire.Hosting.Processes;

/// <summary>A running process whose lines are read.</summary>
internal sealed class ResourceProcess : IDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);
    private readonly Process _process;

    private ResourceProcess(Process process, Action<string, bool> line)
    {
        _process = process;
        Id = process.Id;
        var output = LineReader.ReadAsync(process.StandardOutput.BaseStream, text => line(text, false));
        var error = LineReader.ReadAsync(process.StandardError.BaseStream, text => line(text, true));
        Exited = WaitAsync(Task.WhenAll(output, error));
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Completes with the exit code when the process has ended and its lines are read; 128 + n when signal n ended it.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts a process.</summary>
    /// <param name="launch">How.</param>
    /// <param name="line">Takes each line, and whether it came on standard error; called from several threads.</param>
    /// <exception cref="Win32Exception">The program is missing or can't be run.</exception>
    public static ResourceProcess Start(ProcessLaunch launch, Action<string, bool> line)
    {
        var start = new ProcessStartInfo(launch.Program, launch.Arguments)
        {
            WorkingDirectory = launch.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Ctrl-C belongs to this application: it stops the processes itself.
        if (OperatingSystem.IsWindows())
            start.CreateNewProcessGroup = true;
        foreach (var (name, value) in launch.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new Win32Exception();
        var started = new ResourceProcess(process, line);
        started.GiveInput(launch.StandardInput);
        return started;
    }

    /// <summary>Asks the process to end.</summary>
    public void Terminate() => Signals.Terminate(Id, () => _process.HasExited);

    /// <summary>Kills the process and its descendants.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended meanwhile, or a descendant did; the guard finds what is left.
        }
    }

    public void Dispose() => _process.Dispose();

    private void GiveInput(string text)
    {
        try
        {
            _process.StandardInput.Write(text);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read anything; its exit code says more.
        }
    }

    private async Task<int> WaitAsync(Task lines)
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);

        // A descendant may hold the pipes open for as long as it lives.
        await Task.WhenAny(lines, Task.Delay(DrainTime)).ConfigureAwait(false);
        return _process.ExitCode;
    }
}
