using System.Globalization;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Output;

/// <summary>
/// Writes every line of every resource to the console, behind the resource's name. A console that nobody reads slows the resources down
/// for a moment and then loses lines; it never stops them.
/// </summary>
internal sealed class ResourceConsoleProvider : ILoggerProvider
{
    private const string HostName = "apphost";
    private const int Capacity = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(2);
    private static readonly string[] Colours = ["36", "32", "35", "34", "33", "96", "92", "95", "94", "93"];

    private readonly Channel<(string Line, bool IsError)> _lines = Channel.CreateBounded<(string, bool)>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly DistributedApplicationModel _model;
    private readonly string _categoryPrefix;
    private readonly LogLevel _toStandardError;
    private readonly bool _isTerminal;
    private readonly bool _coloured;
    private readonly Task _writing;
    private long _lost;
    private volatile bool _stuck;

    public ResourceConsoleProvider(DistributedApplicationModel model, IHostEnvironment environment, IConfiguration configuration)
    {
        _model = model;
        _categoryPrefix = Category(environment, "");

        // The same setting as for .NET's own console logger.
        _toStandardError = configuration.GetValue("Logging:Console:LogToStandardErrorThreshold", LogLevel.None);
        _isTerminal = !(_toStandardError == LogLevel.Trace ? Console.IsErrorRedirected : Console.IsOutputRedirected);
        _coloured = _isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The category of a resource's lines, the same as in the real package.</summary>
    public static string Category(IHostEnvironment environment, string resourceId) => $"{environment.ApplicationName}.Resources.{resourceId}";

    public ILogger CreateLogger(string categoryName) => new Lines(
        this,
        categoryName.StartsWith(_categoryPrefix, StringComparison.Ordinal) ? categoryName[_categoryPrefix.Length..] : HostName,
        categoryName == "Microsoft.Extensions.Hosting.Internal.Host");

    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writing.Wait(FlushTime);
    }

    private void Write(string source, LogLevel level, string text)
    {
        var line = (Format(source, level, _isTerminal ? LogRecord.Shortened(text) : text), level >= _toStandardError);
        if (_lines.Writer.TryWrite(line))
        {
            _stuck = false;
            return;
        }

        if (_stuck)
        {
            Interlocked.Increment(ref _lost);
            return;
        }

        // Loggers are synchronous: the caller is a reader of a resource's output, and to hold it up is to slow that resource down.
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            _lines.Writer.WriteAsync(line, patience.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is OperationCanceledException or ChannelClosedException)
        {
            _stuck = true;
            Interlocked.Increment(ref _lost);
        }
    }

    private string Format(string source, LogLevel level, string text)
    {
        var width = Math.Max(HostName.Length, _model.Resources.Select(resource => resource.Name.Length).DefaultIfEmpty().Max());
        var name = source.PadRight(width);
        if (!_coloured)
            return $"{name} | {text}";

        var index = _model.Resources.TakeWhile(resource => !source.StartsWith(resource.Name, StringComparison.OrdinalIgnoreCase)).Count();
        var colour = source == HostName ? "90" : Colours[index % Colours.Length];
        var body = level switch
        {
            >= LogLevel.Error => $"\e[31m{text}\e[0m",
            LogLevel.Warning => $"\e[33m{text}\e[0m",
            _ => text,
        };
        return $"\e[{colour}m{name} |\e[0m {body}";
    }

    private async Task WriteAsync()
    {
        await foreach (var (line, isError) in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            var console = isError ? Console.Error : Console.Out;
            var lost = Interlocked.Exchange(ref _lost, 0);
            if (lost > 0)
                console.WriteLine(Format(HostName, LogLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"{lost} lines were lost: the console was too slow.")));
            console.WriteLine(line);
        }
    }

    private sealed class Lines(ResourceConsoleProvider console, string source, bool isGenericHost) : ILogger
    {
        // Who started the application gets the exception, and says it better.
        private const int StartupFaulted = 11;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (isGenericHost && eventId.Id == StartupFaulted)
                return;
            console.Write(source, logLevel, formatter(state, exception));
            if (exception is not null)
                console.Write(source, logLevel, $"{exception.GetType().Name}: {exception.Message}");
        }
    }
}
