namespace MctsAspire.MetaControllerService.Decisions;

/// <summary>
/// Takes what the service is told of decisions and their outcomes. Every sink that is registered gets every entry, in the order in which
/// they came, and the same one again when it is told again. One that hands on to a system outside keeps what it can't deliver and returns.
/// </summary>
internal interface IDecisionSink
{
    /// <summary>Takes entries that have been checked.</summary>
    Task WriteAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken);
}
