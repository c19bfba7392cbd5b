using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Protos.Meta;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>Asks the meta-controller, which one can do without: while it gives no answer the rules decide.</summary>
internal sealed partial class RouterCalls(MetaController.MetaControllerClient client, TimeProvider time, ILogger<RouterCalls> logger)
{
    /// <summary>What it says; <see langword="null"/>: it can't be reached, does not answer in time, or fails.</summary>
    /// <param name="request">What it is shown.</param>
    /// <param name="runId">The run.</param>
    /// <param name="timeoutSeconds">How long it is waited for.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    public async Task<Prediction?> AskAsync(PredictRequest request, string runId, int timeoutSeconds, CancellationToken cancellationToken)
    {
        request.RunId = runId;
        try
        {
            return await UnaryCall.RunAsync(calling => client.PredictAsync(request, calling), TimeSpan.FromSeconds(timeoutSeconds), time, cancellationToken);
        }
        catch (FrameworkException failure)
        {
            LogUnavailable(failure.Code.Name, failure.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rules decide, since the meta-controller failed with {ErrorCode}: {Reason}")]
    private partial void LogUnavailable(string errorCode, string reason);
}
