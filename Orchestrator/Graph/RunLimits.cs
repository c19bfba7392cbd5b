using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Orchestrator;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>Runs parts of a run under its limits.</summary>
internal static class RunLimits
{
    private const string Kind = "limit";

    /// <summary>
    /// Runs a part until its end, the run's time or its budget. A limit that was reached is recorded: a run that is repeated stops at
    /// the same place, although it has time again.
    /// </summary>
    public static async Task<Limited<T>> RunAsync<T>(RunContext run, string node, Func<CancellationToken, Task<T>> part, CancellationToken cancellationToken)
        where T : class
    {
        var step = node + "/limit";
        if (await run.Recorder.FindAsync<LimitReached>(step, Kind, cancellationToken) is { } reached)
            return new Limited<T>(null, reached.Reason);

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, run.TimeLimit);
        string reason;
        try
        {
            return new Limited<T>(await part(linked.Token), null);
        }
        catch (Exception ended) when (ended is OperationCanceledException or OperationTimeoutException
            && run.TimeLimit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            reason = StopReasons.Time;
        }
        catch (BudgetException)
        {
            reason = StopReasons.Budget;
        }

        await run.Recorder.NoteAsync(step, Kind, new LimitReached { Reason = reason });
        return new Limited<T>(null, reason);
    }
}
