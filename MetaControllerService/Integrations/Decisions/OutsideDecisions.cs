using MctsAspire.MetaControllerService.Decisions;

namespace MctsAspire.MetaControllerService.Integrations.Decisions;

/// <summary>
/// Keeps what is told of decisions for the services outside. An outcome is told of a run; the services are told its decisions again, with the outcome, in place of the
/// earlier word on them. That takes the decisions that the index holds.
/// </summary>
/// <param name="outbox">Where it is kept.</param>
/// <param name="index">The latest decisions, which is told of an outcome first.</param>
/// <param name="logger">Where it is logged that the disk takes none.</param>
internal sealed partial class OutsideDecisions(DecisionOutbox outbox, DecisionIndex index, ILogger<OutsideDecisions> logger) : IDecisionSink
{
    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        try
        {
            // All of a call go to the disk together.
            await Task.WhenAll(entries.SelectMany(Decisions).Select(decision => outbox.AppendAsync(decision, cancellationToken)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // The decision log has them. Who decides must not suffer from what others are told.
            LogUnkept(exception, entries.Count);
        }
    }

    private IEnumerable<LoggedDecision> Decisions(LogEntry entry) => entry switch
    {
        LoggedDecision decision => [decision],
        LoggedOutcome told => index.OfRun(told.Run),
        _ => [],
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} decisions can't be kept for services outside")]
    private partial void LogUnkept(Exception exception, int count);
}
