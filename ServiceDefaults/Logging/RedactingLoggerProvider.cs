using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Logging;

/// <summary>Passes entries on to loggers that send them elsewhere, without their secrets.</summary>
/// <param name="target">Where the entries go; disposed, and so flushed, with this provider.</param>
/// <param name="redactor">Takes the secrets out.</param>
internal sealed class RedactingLoggerProvider(ILoggerFactory target, SecretRedactor redactor) : ILoggerProvider, ISupportExternalScope
{
    private readonly SecretRedactor _redactor = redactor;
    private IExternalScopeProvider? _scopes;

    public ILogger CreateLogger(string categoryName) => new RedactingLogger(target.CreateLogger(categoryName), categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() => target.Dispose();

    private sealed class RedactingLogger(ILogger target, string category, RedactingLoggerProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => target.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!target.IsEnabled(logLevel) || ClientFaults.Include(logLevel, category, eventId, exception))
                return;
            var entry = new RedactedLogEntry().Read(provider._redactor, state, exception, formatter, provider._scopes);
            target.Log(logLevel, eventId, Attributes(entry), null, (_, _) => entry.Message);
        }

        /// <summary>The entry's values by the names that OpenTelemetry gives them.</summary>
        private static List<KeyValuePair<string, object?>> Attributes(RedactedLogEntry entry)
        {
            var attributes = new List<KeyValuePair<string, object?>>(entry.Attributes);
            if (entry.RequestId is { } id)
                attributes.Add(new(Correlation.RequestCorrelation.AttributeName, id));
            if (entry.ExceptionType is not null)
            {
                attributes.Add(new("exception.type", entry.ExceptionType));
                attributes.Add(new("exception.message", entry.ExceptionMessage));
                attributes.Add(new("exception.stacktrace", entry.ExceptionDetail));
            }

            return attributes;
        }
    }
}
