using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Protos.Meta;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>
/// Asks the meta-controller, which one can do without: while it gives no answer the rules decide. Once it did not answer in time or could not be reached, no run waits for it for
/// <see cref="Rest"/>; then one call at a time tries, until an answer comes. What a run's journal holds is not asked for here, so that a run that is repeated does not depend on this memory.
/// </summary>
internal sealed partial class RouterCalls(MetaController.MetaControllerClient client, IOptions<OrchestratorOptions> options, TimeProvider time, ILogger<RouterCalls> logger)
{
    /// <summary>How long it is left alone after it gave no answer.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private long? _silentSince;
    private bool _trying;

    /// <summary>What it says; <see langword="null"/>: it can't be reached, does not answer in time, fails, or gave no answer to others a moment ago.</summary>
    /// <param name="request">What it is shown.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    public async Task<Prediction?> AskAsync(PredictRequest request, string runId, CancellationToken cancellationToken)
    {
        if (!MayAsk(out var tries))
            return null;

        request.RunId = runId;
        try
        {
            var timeout = TimeSpan.FromSeconds(options.Value.RouterTimeoutSeconds);
            var prediction = await UnaryCall.RunAsync(calling => client.PredictAsync(request, calling), timeout, time, cancellationToken);
            Remember(isSilent: false);
            return prediction;
        }
        catch (FrameworkException failure)
        {
            // Any other failure is an answer, if one of no use.
            Remember(isSilent: failure is OperationTimeoutException or ServiceUnavailableException);
            LogUnavailable(failure.Code.Name, failure.Message);
            return null;
        }
        finally
        {
            if (tries)
                EndTry();
        }
    }

    private bool MayAsk(out bool tries)
    {
        lock (_lock)
        {
            tries = _silentSince is { } since && !_trying && time.GetElapsedTime(since) >= Rest;
            _trying |= tries;
            return tries || _silentSince is null;
        }
    }

    private void Remember(bool isSilent)
    {
        lock (_lock)
            _silentSince = isSilent ? time.GetTimestamp() : null;
    }

    private void EndTry()
    {
        lock (_lock)
            _trying = false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rules decide, since the meta-controller failed with {ErrorCode}: {Reason}")]
    private partial void LogUnavailable(string errorCode, string reason);
}
