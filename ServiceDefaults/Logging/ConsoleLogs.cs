using System.Buffers;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Logging;

/// <summary>
/// Writes logs to the standard output, from a thread of its own: whoever logs only adds lines to what is written next. Many lines are written at once, and none later than a few milliseconds. Who logs faster than the output
/// takes waits for it; what is left is written when the process ends.
/// </summary>
internal sealed class ConsoleLogs : ILoggerProvider, ISupportExternalScope
{
    private const int MostBytes = 4 * 1024 * 1024;
    private const int MostBytesKept = 64 * 1024;

    // A pause after each writing, in which more lines come together.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _line;

    private readonly object _gate = new();
    // Without spinning: it is waited for as long as lines come.
    private readonly ManualResetEventSlim _ended = new(initialState: false, spinCount: 0);
    private readonly Thread _thread;
    private readonly JsonLog _log;
    private readonly Stream _output;
    private ArrayBufferWriter<byte> _next = new();
    private IExternalScopeProvider? _scopes;
    private bool _waits;

    /// <summary>Writes to the standard output.</summary>
    public ConsoleLogs(JsonLog log)
        : this(log, Console.OpenStandardOutput())
    {
    }

    /// <summary>Writes to any stream.</summary>
    public ConsoleLogs(JsonLog log, Stream output)
    {
        (_log, _output) = (log, output);
        _thread = new Thread(Work) { IsBackground = true, Name = "logs" };
        _thread.Start();
        AppDomain.CurrentDomain.ProcessExit += End;
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        End(null, EventArgs.Empty);
    }

    private void End(object? sender, EventArgs arguments)
    {
        _ended.Set();
        lock (_gate)
            Monitor.PulseAll(_gate);
        _thread.Join();
    }

    private void Add(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            while (_next.WrittenCount >= MostBytes && !_ended.IsSet)
                Monitor.Wait(_gate);
            _next.Write(line);
            if (_waits)
                Monitor.PulseAll(_gate);
            _waits = false;
        }
    }

    private void Work()
    {
        var writing = new ArrayBufferWriter<byte>();
        while (true)
        {
            lock (_gate)
            {
                while (_next.WrittenCount == 0)
                {
                    if (_ended.IsSet)
                        return;
                    _waits = true;
                    Monitor.Wait(_gate);
                }

                (_next, writing) = (writing, _next);
                Monitor.PulseAll(_gate);
            }

            try
            {
                _output.Write(writing.WrittenSpan);
                _output.Flush();
            }
            catch (IOException)
            {
                // Whoever read it has gone.
            }

            writing.ResetWrittenCount();
            _ended.Wait(Pause);
        }
    }

    private sealed class Logger(ConsoleLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.None || ClientFaults.Include(logLevel, category, eventId, exception))
                return;
            // Taken away meanwhile, since what is read may log in its turn.
            var line = _line ?? new ArrayBufferWriter<byte>(1024);
            _line = null;
            logs._log.Write(line, logLevel, category, eventId, state, exception, formatter, logs._scopes);
            logs.Add(line.WrittenSpan);
            // One long line doesn't take up memory for as long as its thread lives.
            if (line.Capacity > MostBytesKept)
                return;
            line.ResetWrittenCount();
            _line = line;
        }
    }
}
