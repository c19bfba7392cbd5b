namespace MctsAspire.Orchestrator.Runs;

/// <summary>Waits for runs.</summary>
internal static class RunWaiting
{
    /// <summary>Runs a request to its end; leaving before it cancels the run unless others wait for it.</summary>
    public static async Task<RunResult> RunAsync(this RunManager runs, RunRequest request, CancellationToken cancellationToken)
    {
        var session = runs.Join(request);
        try
        {
            return await session.Completion.WaitAsync(cancellationToken);
        }
        finally
        {
            session.Leave();
        }
    }
}
