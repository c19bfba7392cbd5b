using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace MctsAspire.Testing;

/// <summary>A program that a test starts, whose lines it reads and which is killed with all its descendants at the end.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _all = new();

    private ChildProcess(Process process) => _process = process;

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether the program has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>All lines so far, of standard output and standard error as they came.</summary>
    public IReadOnlyCollection<string> Lines => _all;

    /// <summary>Everything printed so far.</summary>
    public string Output => string.Join('\n', _all);

    /// <summary>Starts a program. Variables with a null value are taken out of the environment.</summary>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string?>>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment[HostArguments.NoReloadVariable.Name] = HostArguments.NoReloadVariable.Value;
        foreach (var (name, value) in environment ?? [])
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new ChildProcess(process);
        process.OutputDataReceived += (_, line) => child.Take(line.Data);
        process.ErrorDataReceived += (_, line) => child.Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for a line that holds for <paramref name="wanted"/>, among those not yet waited for.</summary>
    /// <exception cref="TimeoutException">No such line came in <paramref name="timeout"/>, or the program ended before.</exception>
    public async Task<string> WaitForLineAsync(Func<string, bool> wanted, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            // The end comes after the last line: it waits until both outputs are read to their ends.
            var ended = _process.WaitForExitAsync(deadline.Token);
            while (true)
            {
                while (_lines.Reader.TryRead(out var line))
                {
                    if (wanted(line))
                        return line;
                }

                if (ended.IsCompletedSuccessfully)
                    throw new TimeoutException($"The program ended with code {_process.ExitCode} before the line came. It printed:\n{Output}");
                await Task.WhenAny(_lines.Reader.WaitToReadAsync(deadline.Token).AsTask(), ended);
                deadline.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The line did not come in {timeout}. The program printed:\n{Output}");
        }
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The program did not end in {timeout}. It printed:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Sends a signal by its name without SIG, as <c>TERM</c>, to this process or to another.</summary>
    public void Signal(string name) => Signal(Id, name);

    /// <summary>Sends a signal to any process.</summary>
    public static void Signal(int processId, string name)
    {
        using var kill = Process.Start("kill", ["-" + name, processId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Kills the program and its descendants.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _all.Enqueue(line);
        _lines.Writer.TryWrite(line);
    }
}
