using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Orchestrator;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>Runs parts of a run under its limits.</summary>
internal static class RunLimits
{
    private const string Kind = "limit";

    /// <summary>
    /// Runs a part until its end or the end of the budget, for those who have something to give without it. That the budget ended is recorded:
    /// a run that is repeated gives the same.
    /// </summary>
    public static async Task<Limited<T>> WithinBudgetAsync<T>(RunContext run, string part, Func<Task<T>> work, CancellationToken cancellationToken)
        where T : class
    {
        var step = part + "/limit";
        if (await FindAsync<T>(run, step, cancellationToken) is { } reached)
            return reached;
        try
        {
            return new Limited<T>(await work(), null);
        }
        catch (BudgetException refused)
        {
            return await NoteAsync<T>(run, step, StopReasons.Budget, refused);
        }
    }

    /// <summary>
    /// Runs a part until its end, the run's time or its budget. A limit that was reached is recorded: a run that is repeated stops at
    /// the same place, although it has time again.
    /// </summary>
    public static async Task<Limited<T>> RunAsync<T>(RunContext run, string node, Func<CancellationToken, Task<T>> part, CancellationToken cancellationToken)
        where T : class
    {
        var step = node + "/limit";
        if (await FindAsync<T>(run, step, cancellationToken) is { } reached)
            return reached;

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, run.TimeLimit);
        try
        {
            return new Limited<T>(await part(linked.Token), null);
        }
        catch (Exception ended) when (ended is OperationCanceledException or OperationTimeoutException
            && run.TimeLimit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return await NoteAsync<T>(run, step, StopReasons.Time, null);
        }
        catch (BudgetException refused)
        {
            return await NoteAsync<T>(run, step, StopReasons.Budget, refused);
        }
    }

    private static async Task<Limited<T>?> FindAsync<T>(RunContext run, string step, CancellationToken cancellationToken)
        where T : class
    {
        if (await run.Recorder.FindAsync<LimitReached>(step, Kind, cancellationToken) is not { } reached)
            return null;

        // The wait is told anew each time: the day goes on.
        TimeSpan? wait = reached.HasRetryAt ? DateTimeOffset.FromUnixTimeMilliseconds(reached.RetryAt) - run.Time.GetUtcNow() : null;
        return new Limited<T>(null, reached.Reason, reached.Detail, wait < TimeSpan.Zero ? TimeSpan.Zero : wait);
    }

    private static async Task<Limited<T>> NoteAsync<T>(RunContext run, string step, string reason, BudgetException? refused)
        where T : class
    {
        var detail = refused?.Message ?? "";
        var note = new LimitReached { Reason = reason, Detail = detail };
        if (refused?.RetryAfter is { } wait)
            note.RetryAt = (run.Time.GetUtcNow() + wait).ToUnixTimeMilliseconds();
        await run.Recorder.NoteAsync(step, Kind, note);
        return new Limited<T>(null, reason, detail, refused?.RetryAfter);
    }
}
