using MctsAspire.MetaControllerService.Integrations.Delivery;

namespace MctsAspire.MetaControllerService.Integrations.Pinecone;

/// <summary>Stops the start of a service whose index is made for other vectors. An index that can't be reached now is checked before the first decision goes there.</summary>
/// <param name="decisions">The index.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where an unreachable index is logged.</param>
internal sealed partial class PineconeStartCheck(PineconeDecisions decisions, TimeProvider time, ILogger<PineconeStartCheck> logger) : IHostedService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await decisions.CheckAsync(either.Token);
        }
        catch (DeliveryException failure)
        {
            LogUnchecked(failure.Message);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            LogUnchecked("pinecone does not answer.");
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Decisions are kept on disk, since the index can't be checked now: {Problem}")]
    private partial void LogUnchecked(string problem);
}
