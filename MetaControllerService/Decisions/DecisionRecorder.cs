using MctsAspire.MetaControllerService.Configuration;

namespace MctsAspire.MetaControllerService.Decisions;

/// <summary>Hands what the service is told of decisions to all who take it, and finds similar ones.</summary>
internal sealed partial class DecisionRecorder(IEnumerable<IDecisionSink> sinks, DecisionIndex index, string folder, MetaControllerSettings settings, ILogger<DecisionRecorder> logger)
    : IHostedService
{
    private readonly IDecisionSink[] _sinks = [.. sinks];

    /// <summary>Writes entries that have been checked.</summary>
    /// <exception cref="Storage.StorageException">The log can't be written.</exception>
    public async Task WriteAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var sink in _sinks)
            await sink.WriteAsync(entries, cancellationToken);
    }

    /// <summary>The decisions that were made in the most similar states, the most similar first.</summary>
    public IReadOnlyList<DecisionNeighbour> Nearest(ReadOnlySpan<double> vector, int count) => index.Find(vector, count);

    /// <summary>Takes the latest decisions of the log into the index.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (passedOver, latest) = (0, new Stack<List<LogEntry>>());
        try
        {
            var held = 0;
            foreach (var file in DecisionLog.FilesOf(folder).Reverse().TakeWhile(_ => held < settings.IndexedDecisions))
            {
                latest.Push([.. DecisionLogReader.Read(file, (_, _) => passedOver++)]);
                held += latest.Peek().Count(entry => entry is LoggedDecision);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Similar decisions are an explanation; without them predictions are the same.
            LogUnreadable(failure);
        }

        foreach (var entries in latest)
            await index.WriteAsync(entries, cancellationToken);
        LogRead(index.Count, passedOver);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "The decision log holds {Decisions} decisions to compare with; {Lines} lines were passed over")]
    private partial void LogRead(int decisions, int lines);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The decision log can't be read: similar decisions are not found")]
    private partial void LogUnreadable(Exception failure);
}
